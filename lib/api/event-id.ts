/** Where an event is on its chain. */
export type EventPlace = {
  timestamp: bigint;
  chainId: number;
  blockNumber: bigint;
  transactionIndex: number;
  logIndex: number;
};

const LOG_TYPE = '5';
const DIGITS_AFTER_TIME = 65n;

/** The id that the indexer gives an event: a number whose order is the order on the chain, written in digits. */
export function eventId(place: EventPlace): string {
  const digits = (value: bigint | number, length: number) => value.toString().padStart(length, '0');
  return BigInt(
    [
      digits(place.timestamp, 10),
      digits(place.chainId, 16),
      digits(place.blockNumber, 16),
      digits(place.transactionIndex, 16),
      LOG_TYPE,
      digits(place.logIndex, 16),
    ].join(''),
  ).toString();
}

/** A number that no event before `sec` reaches, and no event from then on falls below. */
export function firstIdOf(sec: number): bigint {
  return BigInt(sec) * 10n ** DIGITS_AFTER_TIME;
}
