import { db } from 'ponder:api';
import { candle, model, revenue, trade } from 'ponder:schema';
import { sql } from 'ponder';
import type { ModelSort, ModelsRequest } from '../../../lib/api/market/models-request.ts';
import { LEAST_HOURS, SPARK_POINTS } from '../../../lib/api/market/sparkline.ts';

type Sql = ReturnType<typeof sql>;

const ORDER: Record<Exclude<ModelSort, 'volume24h'>, Sql> = {
  newest: sql`m.model_id desc`,
  marketCap: sql`m.market_cap_wei desc, m.model_id desc`,
  volume: sql`m.volume_wei desc, m.model_id desc`,
  revenue: sql`m.revenue_wei desc, m.model_id desc`,
  progress: sql`m.progress_bps desc, m.model_id desc`,
  trending: sql`m.trend_score desc, m.model_id desc`,
};
const BY_DAY_VOLUME = sql`m.volume_wei - coalesce(d.cumulative_volume_wei, 0) desc, m.model_id desc`;

/**
 * Models with the state of a day, a week and a month ago and the points of a sparkline. Each look back is one step down
 * the index by token and id, and only for the models of the page.
 */
export async function selectModels(request: ModelsRequest): Promise<unknown[]> {
  const page = sql`limit ${request.limit} offset ${request.offset}`;
  const isByDay = request.sort === 'volume24h';
  const order = request.sort === 'volume24h' ? BY_DAY_VOLUME : ORDER[request.sort];
  const { rows } = await db.execute(sql`
    select m.*,
      d.price_wei as "dayPriceWei", d.cumulative_volume_wei as "dayVolumeWei",
      w.cumulative_inference_wei as "weekInferenceWei", w.cumulative_trading_wei as "weekTradingWei",
      n.cumulative_inference_wei as "monthInferenceWei", n.cumulative_trading_wei as "monthTradingWei",
      h.points as "hours",
      case when json_array_length(h.points) >= ${LEAST_HOURS} then '[]'::json else
        (select coalesce(json_agg(json_build_object('atSec', l.at_sec, 'priceWei', l.price_wei::text)), '[]') from (
          select at_sec, price_wei from ${trade} where token = m.token order by id desc limit ${SPARK_POINTS}) l)
      end as "last"
    from (select * from ${model} m where ${whereOf(request)} ${isByDay ? sql`` : sql`order by ${order} ${page}`}) m
    left join lateral (select price_wei, cumulative_volume_wei from ${trade}
      where token = m.token and id < ${request.dayId}::numeric order by id desc limit 1) d on true
    left join lateral (select cumulative_inference_wei, cumulative_trading_wei from ${revenue}
      where token = m.token and id < ${request.weekId}::numeric order by id desc limit 1) w on true
    left join lateral (select cumulative_inference_wei, cumulative_trading_wei from ${revenue}
      where token = m.token and id < ${request.monthId}::numeric order by id desc limit 1) n on true
    left join lateral (
      select coalesce(json_agg(json_build_object('atSec', c.start_sec, 'priceWei', c.close_wei::text)), '[]') as points
      from (select start_sec, close_wei from ${candle} where token = m.token and interval_sec = 3600 and trade_count > 0
        order by start_sec desc limit ${SPARK_POINTS}) c) h on true
    order by ${order} ${isByDay ? page : sql``}`);
  return rows.map((row: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(row).map(([column, value]) => [camelCase(column), value] as const)),
  );
}

/** The name that TypeScript has for a column. */
function camelCase(column: string): string {
  return column.replace(/_uri$/, 'URI').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function whereOf({ search, creator, tokens, complete, graduated }: ModelsRequest): Sql {
  const all = [sql`true`];
  if (search !== '') all.push(sql`position(${search} in m.search_text) > 0`);
  if (creator !== undefined) all.push(sql`m.creator = ${creator}`);
  if (tokens !== undefined) {
    const list = sql.join(
      tokens.map((token) => sql`${token}`),
      sql`, `,
    );
    all.push(tokens.length === 0 ? sql`false` : sql`m.token in (${list})`);
  }
  if (complete !== undefined) all.push(sql`m.complete = ${complete}`);
  if (graduated !== undefined) all.push(sql`m.graduated = ${graduated}`);
  return sql.join(all, sql` and `);
}
