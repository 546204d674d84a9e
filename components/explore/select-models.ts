import type { ModelSort } from '@/lib/api/market/models-request';
import type { ModelFilter, ModelSummary } from '@/lib/api/types';
import { shareBps } from '@/lib/format/percent';

export const VIEWS = ['new', 'trending', 'near', 'graduated'] as const;
export type View = (typeof VIEWS)[number];

/** The order each view starts with. */
export const VIEW_SORT: Record<View, ModelSort> = {
  new: 'newest',
  trending: 'trending',
  near: 'progress',
  graduated: 'marketCap',
};

/** What the data door leaves out of each view. */
export const VIEW_FILTER: Record<View, ModelFilter> = {
  new: {},
  trending: {},
  near: { graduated: false },
  graduated: { graduated: true },
};

/** Models of the first page; each further one brings as many. */
export const FIRST_MODELS = 60;

/** Sales that have come at least this far count as near graduation, in 1/10,000. */
const NEAR_BPS = 5_000;

/** Whether a model that came through the view's filter belongs to the view. */
export function isInView(model: ModelSummary, view: View): boolean {
  return view !== 'near' || model.complete || shareBps(model.reserveWei, model.targetWei) >= NEAR_BPS;
}
