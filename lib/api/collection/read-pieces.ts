import { type Address, getAbiItem, getAddress, isAddressEqual } from 'viem';
import { aigcCollectionAbi, aiOracleAbi, marketplaceAbi } from '../../chain/generated/abis.ts';
import { orderOf, placeLogs, readHead, readLogs } from '../chain/read-logs.ts';
import { readRequests } from '../chain/read-requests.ts';
import type { ApiContext } from '../context.ts';
import type { RequestRow } from '../types.ts';
import type { ChainAnswer } from '../with-fallback.ts';
import { isForSale, pieceStateOf } from './piece-state.ts';
import { type PieceEvent, playPiece, withoutEchoes } from './play-piece.ts';
import { type LaunchedCollection, readLaunchedCollections } from './read-collections.ts';
import type { PieceDetail, PieceEntry, PieceEventRow } from './types.ts';

const COLLECTION_EVENTS = [
  getAbiItem({ abi: aigcCollectionAbi, name: 'Minted' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'AigcData' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'Update' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'FeeSettled' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'PieceEnded' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'Transfer' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'Approval' }),
  getAbiItem({ abi: aigcCollectionAbi, name: 'ApprovalForAll' }),
] as const;
const MARKET_EVENTS = [
  getAbiItem({ abi: marketplaceAbi, name: 'Listed' }),
  getAbiItem({ abi: marketplaceAbi, name: 'ListingCancelled' }),
  getAbiItem({ abi: marketplaceAbi, name: 'Sold' }),
] as const;
const ANSWER_EVENTS = [getAbiItem({ abi: aiOracleAbi, name: 'ResultSubmitted' })] as const;

/** As many requests as there can be: a replay needs the one of every piece. */
const ALL = Number.MAX_SAFE_INTEGER;

type Story = { piece: PieceEntry; events: PieceEventRow[] };

/** Every piece of our collections, or of one, replayed from events, the newest mint first. */
export async function readPieces(
  api: ApiContext,
  { collection, tokenId }: { collection?: Address | undefined; tokenId?: bigint | undefined } = {},
): Promise<ChainAnswer<PieceDetail[]>> {
  const head = await readHead(api);
  const launched = await readLaunchedCollections(api, head);
  const ours = launched.filter((row) => collection === undefined || isAddressEqual(row.collection, collection));
  const { marketplace, aiOracle } = api.deployment.contracts;
  const [made, sales, answers, requests] = await Promise.all([
    readLogs(api, { address: ours.map((row) => row.collection), events: COLLECTION_EVENTS, head }),
    readLogs(api, { address: marketplace, events: MARKET_EVENTS, head }),
    readLogs(api, { address: aiOracle, events: ANSWER_EVENTS, head }),
    readRequests(api, { limit: ALL }),
  ]);
  const asked = new Map(requests.data.map((request) => [request.requestId, request]));
  const stories = new Map<string, Story>();
  const keyOf = (at: Address, id: bigint) => `${at.toLowerCase()}:${id}`;
  const play = (at: Address, event: PieceEvent, place: { id: string; atSec: number; txHash: `0x${string}` }) => {
    if (tokenId !== undefined && event.args.tokenId !== tokenId) return;
    const key = keyOf(at, event.args.tokenId);
    const before = stories.get(key);
    const { id, atSec, txHash } = place;
    const played = playPiece(before?.piece ?? null, event, { collection: at, id, atSec, txHash });
    if (played === null) return;
    const happened = played.happened === null ? [] : [played.happened];
    stories.set(key, { piece: played.piece, events: [...(before?.events ?? []), ...happened] });
  };
  const attemptBy = (at: Address, id: bigint, order: bigint): number => {
    const requestId = stories.get(keyOf(at, id))?.piece.requestId;
    return answers.filter((log) => log.args.requestId === requestId && orderOf(log) < order).length;
  };
  const approvals = new Map<string, boolean>();
  const approves = (at: Address, owner: Address) => approvals.get(`${at}:${owner}`) ?? false;
  const isOurs = (at: Address) => ours.some((row) => isAddressEqual(row.collection, at));

  const logs = [...made, ...sales].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  for (const log of await placeLogs(api, logs)) {
    // A node says addresses in small letters; arguments come decoded.
    const at = getAddress(log.address);
    switch (log.eventName) {
      case 'Minted':
        play(at, { eventName: log.eventName, args: log.args, isOperatorApproved: approves(at, log.args.to) }, log);
        break;
      case 'Transfer':
        play(at, { eventName: log.eventName, args: log.args, isOperatorApproved: approves(at, log.args.to) }, log);
        break;
      case 'AigcData':
      case 'Update': {
        const { tokenId: id } = log.args;
        const attempt = attemptBy(at, id, orderOf(log));
        play(at, { eventName: log.eventName, args: { tokenId: id }, attempt }, log);
        break;
      }
      case 'FeeSettled':
        play(at, { eventName: log.eventName, args: log.args }, log);
        break;
      case 'PieceEnded':
        play(at, { eventName: log.eventName, args: log.args }, log);
        break;
      case 'Approval':
        play(at, { eventName: log.eventName, args: log.args, market: marketplace }, log);
        break;
      case 'ApprovalForAll': {
        const { owner, operator, approved } = log.args;
        if (!isAddressEqual(operator, marketplace)) break;
        approvals.set(`${at}:${owner}`, approved);
        for (const story of stories.values()) {
          const { piece } = story;
          if (isAddressEqual(piece.collection, at) && isAddressEqual(piece.owner, owner) && !piece.isEnded) {
            story.piece = { ...piece, isOperatorApproved: approved };
          }
        }
        break;
      }
      case 'Listed':
        if (isOurs(log.args.collection)) play(log.args.collection, { eventName: log.eventName, args: log.args }, log);
        break;
      case 'ListingCancelled':
        if (isOurs(log.args.collection)) play(log.args.collection, { eventName: log.eventName, args: log.args }, log);
        break;
      case 'Sold':
        if (isOurs(log.args.collection)) play(log.args.collection, { eventName: log.eventName, args: log.args }, log);
        break;
      default:
        log satisfies never;
    }
  }
  const data = [...stories.values()].flatMap(({ piece, events }): PieceDetail[] => {
    const request = asked.get(piece.requestId);
    const of = ours.find((row) => isAddressEqual(row.collection, piece.collection));
    if (request === undefined || of === undefined) return [];
    const { token, name, symbol, royaltyBps } = of;
    return [{ ...piece, token, name, symbol, royaltyBps, ...factsOf(piece, request), events: withoutEchoes(events) }];
  });
  return { data: data.toSorted((a, b) => (BigInt(a.mintId) < BigInt(b.mintId) ? 1 : -1)), blockNumber: head };
}

/** The collections of all launches, and every piece of them. */
export async function readCollections(
  api: ApiContext,
): Promise<{ launched: LaunchedCollection[]; pieces: ChainAnswer<PieceDetail[]> }> {
  const [launched, pieces] = await Promise.all([readLaunchedCollections(api, await readHead(api)), readPieces(api)]);
  return { launched, pieces };
}

/** What follows from the request of a piece. */
function factsOf(piece: PieceEntry, request: RequestRow) {
  const answer = request.attempts.find(({ attempt }) => attempt === piece.heldAttempt)?.output ?? null;
  const { status, output, modelId, input: prompt, deadlineSec, finalizableAtSec, attempts } = request;
  const state = pieceStateOf({
    heldAttempt: piece.heldAttempt,
    answer,
    request: { status, output, attempt: attempts.length },
  });
  return {
    requestStatus: status,
    modelId,
    prompt,
    answer,
    present: output,
    state,
    deadlineSec,
    finalizableAtSec,
    isForSale: isForSale(piece),
  };
}
