import { z } from 'zod';

/** A CIDv1 in base32, as bundles have it. */
export const cidSchema = z.string().regex(/^b[a-z2-7]{58}$/);

/** 32 bytes of hex. */
export const hashSchema = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]);

/** The units a time can be typed in, and their seconds. */
export const TIME_UNITS = ['seconds', 'minutes', 'hours', 'days'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];
export const SECONDS_OF: Record<TimeUnit, bigint> = { seconds: 1n, minutes: 60n, hours: 3_600n, days: 86_400n };
