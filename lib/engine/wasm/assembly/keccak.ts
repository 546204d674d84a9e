// Keccak-f[1600], on two states at once (v128: one lane of each) or on one (u64). Padding as Ethereum's: keccak256.

const ROUNDS: i32 = 24;

const ROUND_CONSTANTS = memory.data<u64>([
  0x0000000000000001, 0x0000000000008082, 0x800000000000808a,
  0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
  0x8000000080008081, 0x8000000000008009, 0x000000000000008a,
  0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
  0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
  0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
  0x000000000000800a, 0x800000008000000a, 0x8000000080008081,
  0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
], 16);

/** Lanes of a state: 25 values of 8 bytes, or of 16 where two states lie side by side. */
const ONE = memory.data(25 * 8, 16);
const TWO = memory.data(25 * 16, 16);

// @ts-ignore: decorator
@inline
function xor<T>(a: T, b: T): T {
  // @ts-ignore: T is v128 or u64
  return isVector<T>() ? v128.xor(a, b) : a ^ b;
}

/** a ^ (~b & c) */
// @ts-ignore: decorator
@inline
function chi<T>(a: T, b: T, c: T): T {
  // @ts-ignore: T is v128 or u64
  return isVector<T>() ? v128.xor(a, v128.andnot(c, b)) : a ^ (~b & c);
}

// @ts-ignore: decorator
@inline
function rotl<T>(a: T, by: i32): T {
  // @ts-ignore: T is v128 or u64
  return isVector<T>() ? v128.or(i64x2.shl(a, by), i64x2.shr_u(a, 64 - by)) : rotl64(a, <u64>by);
}

// @ts-ignore: decorator
@inline
function rotl64(a: u64, by: u64): u64 {
  return (a << by) | (a >> (64 - by));
}

/** a ^ b ^ c ^ d ^ e */
// @ts-ignore: decorator
@inline
function parity<T>(a: T, b: T, c: T, d: T, e: T): T {
  return xor<T>(xor<T>(xor<T>(a, b), xor<T>(c, d)), e);
}

// @ts-ignore: decorator
@inline
function lane<T>(state: usize, index: i32): T {
  // @ts-ignore: T is v128 or u64
  return isVector<T>() ? v128.load(state + 16 * index) : load<u64>(state + 8 * index);
}

// @ts-ignore: decorator
@inline
function setLane<T>(state: usize, index: i32, value: T): void {
  // @ts-ignore: T is v128 or u64
  if (isVector<T>()) v128.store(state + 16 * index, value);
  // @ts-ignore: T is v128 or u64
  else store<u64>(state + 8 * index, value);
}

// @ts-ignore: decorator
@inline
function roundConstant<T>(round: i32): T {
  const at = ROUND_CONSTANTS + (round << 3);
  // @ts-ignore: T is v128 or u64
  return isVector<T>() ? v128.load_splat<u64>(at) : load<u64>(at);
}

/** The permutation. Lane x + 5y of the state is a<y><x>; each round writes b, the rotated lanes, row by row. */
// @ts-ignore: decorator
@inline
function permute<T>(state: usize): void {
  let a00 = lane<T>(state, 0);
  let a01 = lane<T>(state, 1);
  let a02 = lane<T>(state, 2);
  let a03 = lane<T>(state, 3);
  let a04 = lane<T>(state, 4);
  let a10 = lane<T>(state, 5);
  let a11 = lane<T>(state, 6);
  let a12 = lane<T>(state, 7);
  let a13 = lane<T>(state, 8);
  let a14 = lane<T>(state, 9);
  let a20 = lane<T>(state, 10);
  let a21 = lane<T>(state, 11);
  let a22 = lane<T>(state, 12);
  let a23 = lane<T>(state, 13);
  let a24 = lane<T>(state, 14);
  let a30 = lane<T>(state, 15);
  let a31 = lane<T>(state, 16);
  let a32 = lane<T>(state, 17);
  let a33 = lane<T>(state, 18);
  let a34 = lane<T>(state, 19);
  let a40 = lane<T>(state, 20);
  let a41 = lane<T>(state, 21);
  let a42 = lane<T>(state, 22);
  let a43 = lane<T>(state, 23);
  let a44 = lane<T>(state, 24);
  for (let round = 0; round < ROUNDS; round++) {
    const c0 = parity<T>(a00, a10, a20, a30, a40);
    const c1 = parity<T>(a01, a11, a21, a31, a41);
    const c2 = parity<T>(a02, a12, a22, a32, a42);
    const c3 = parity<T>(a03, a13, a23, a33, a43);
    const c4 = parity<T>(a04, a14, a24, a34, a44);
    const d0 = xor<T>(c4, rotl<T>(c1, 1));
    const d1 = xor<T>(c0, rotl<T>(c2, 1));
    const d2 = xor<T>(c1, rotl<T>(c3, 1));
    const d3 = xor<T>(c2, rotl<T>(c4, 1));
    const d4 = xor<T>(c3, rotl<T>(c0, 1));
    const b00 = xor<T>(a00, d0);
    const b01 = rotl<T>(xor<T>(a11, d1), 44);
    const b02 = rotl<T>(xor<T>(a22, d2), 43);
    const b03 = rotl<T>(xor<T>(a33, d3), 21);
    const b04 = rotl<T>(xor<T>(a44, d4), 14);
    const b10 = rotl<T>(xor<T>(a03, d3), 28);
    const b11 = rotl<T>(xor<T>(a14, d4), 20);
    const b12 = rotl<T>(xor<T>(a20, d0), 3);
    const b13 = rotl<T>(xor<T>(a31, d1), 45);
    const b14 = rotl<T>(xor<T>(a42, d2), 61);
    const b20 = rotl<T>(xor<T>(a01, d1), 1);
    const b21 = rotl<T>(xor<T>(a12, d2), 6);
    const b22 = rotl<T>(xor<T>(a23, d3), 25);
    const b23 = rotl<T>(xor<T>(a34, d4), 8);
    const b24 = rotl<T>(xor<T>(a40, d0), 18);
    const b30 = rotl<T>(xor<T>(a04, d4), 27);
    const b31 = rotl<T>(xor<T>(a10, d0), 36);
    const b32 = rotl<T>(xor<T>(a21, d1), 10);
    const b33 = rotl<T>(xor<T>(a32, d2), 15);
    const b34 = rotl<T>(xor<T>(a43, d3), 56);
    const b40 = rotl<T>(xor<T>(a02, d2), 62);
    const b41 = rotl<T>(xor<T>(a13, d3), 55);
    const b42 = rotl<T>(xor<T>(a24, d4), 39);
    const b43 = rotl<T>(xor<T>(a30, d0), 41);
    const b44 = rotl<T>(xor<T>(a41, d1), 2);
    a00 = xor<T>(chi<T>(b00, b01, b02), roundConstant<T>(round));
    a01 = chi<T>(b01, b02, b03);
    a02 = chi<T>(b02, b03, b04);
    a03 = chi<T>(b03, b04, b00);
    a04 = chi<T>(b04, b00, b01);
    a10 = chi<T>(b10, b11, b12);
    a11 = chi<T>(b11, b12, b13);
    a12 = chi<T>(b12, b13, b14);
    a13 = chi<T>(b13, b14, b10);
    a14 = chi<T>(b14, b10, b11);
    a20 = chi<T>(b20, b21, b22);
    a21 = chi<T>(b21, b22, b23);
    a22 = chi<T>(b22, b23, b24);
    a23 = chi<T>(b23, b24, b20);
    a24 = chi<T>(b24, b20, b21);
    a30 = chi<T>(b30, b31, b32);
    a31 = chi<T>(b31, b32, b33);
    a32 = chi<T>(b32, b33, b34);
    a33 = chi<T>(b33, b34, b30);
    a34 = chi<T>(b34, b30, b31);
    a40 = chi<T>(b40, b41, b42);
    a41 = chi<T>(b41, b42, b43);
    a42 = chi<T>(b42, b43, b44);
    a43 = chi<T>(b43, b44, b40);
    a44 = chi<T>(b44, b40, b41);
  }
  setLane<T>(state, 0, a00);
  setLane<T>(state, 1, a01);
  setLane<T>(state, 2, a02);
  setLane<T>(state, 3, a03);
  setLane<T>(state, 4, a04);
  setLane<T>(state, 5, a10);
  setLane<T>(state, 6, a11);
  setLane<T>(state, 7, a12);
  setLane<T>(state, 8, a13);
  setLane<T>(state, 9, a14);
  setLane<T>(state, 10, a20);
  setLane<T>(state, 11, a21);
  setLane<T>(state, 12, a22);
  setLane<T>(state, 13, a23);
  setLane<T>(state, 14, a24);
  setLane<T>(state, 15, a30);
  setLane<T>(state, 16, a31);
  setLane<T>(state, 17, a32);
  setLane<T>(state, 18, a33);
  setLane<T>(state, 19, a34);
  setLane<T>(state, 20, a40);
  setLane<T>(state, 21, a41);
  setLane<T>(state, 22, a42);
  setLane<T>(state, 23, a43);
  setLane<T>(state, 24, a44);
}

function permuteTwo(): void {
  permute<v128>(TWO);
}

function permuteOne(): void {
  permute<u64>(ONE);
}

/** Bytes that one permutation takes in, as lanes: 136 of them. */
const RATE_LANES: i32 = 17;
const RATE_BYTES: i32 = 8 * RATE_LANES;
const LAST_BIT: u64 = 0x8000000000000000;

/** `to` = keccak256 of the `length` bytes at `from`. */
export function keccak256(from: usize, length: i32, to: usize): void {
  memory.fill(ONE, 0, 200);
  for (; length >= RATE_BYTES; length -= RATE_BYTES) {
    for (let i = 0; i < RATE_LANES; i++) setLane<u64>(ONE, i, lane<u64>(ONE, i) ^ lane<u64>(from, i));
    permuteOne();
    from += RATE_BYTES;
  }
  for (let i = 0; i < length; i++) store<u8>(ONE + i, load<u8>(ONE + i) ^ load<u8>(from + i));
  store<u8>(ONE + length, load<u8>(ONE + length) ^ 1);
  setLane<u64>(ONE, RATE_LANES - 1, lane<u64>(ONE, RATE_LANES - 1) ^ LAST_BIT);
  permuteOne();
  memory.copy(to, ONE, 32);
}

/** What a message of `lanes` lanes is followed by, in two states whose message is set. */
// @ts-ignore: decorator
@inline
function padTwo(lanes: i32): void {
  setLane<v128>(TWO, lanes, i64x2.splat(1));
  memory.fill(TWO + 16 * (lanes + 1), 0, 16 * (24 - lanes));
  setLane<v128>(TWO, RATE_LANES - 1, i64x2.splat(LAST_BIT));
}

// @ts-ignore: decorator
@inline
function takeTwo(toA: usize, toB: usize): void {
  for (let i = 0; i < 4; i += 2) {
    const even = lane<v128>(TWO, i);
    const odd = lane<v128>(TWO, i + 1);
    v128.store(toA + (i << 3), v128.shuffle<i64>(even, odd, 0, 2));
    v128.store(toB + (i << 3), v128.shuffle<i64>(even, odd, 1, 3));
  }
}

/** keccak256 of the 64 bytes at `a` and of those at `b`; a result may take the place of any input. */
export function hashTwo(a: usize, b: usize, toA: usize, toB: usize): void {
  for (let i = 0; i < 8; i += 2) {
    const ofA = v128.load(a + (i << 3));
    const ofB = v128.load(b + (i << 3));
    setLane<v128>(TWO, i, v128.shuffle<i64>(ofA, ofB, 0, 2));
    setLane<v128>(TWO, i + 1, v128.shuffle<i64>(ofA, ofB, 1, 3));
  }
  padTwo(8);
  permuteTwo();
  takeTwo(toA, toB);
}

/** keccak256(seed ‖ u32be(step) ‖ u32be(block)) for `block` and the next one, 32 bytes each. */
export function hashBlocks(seed: usize, step: i32, block: i32, to: usize): void {
  for (let i = 0; i < 4; i++) setLane<v128>(TWO, i, v128.load_splat<u64>(seed + (i << 3)));
  const high = <u64>bswap<u32>(<u32>step);
  const first = high | ((<u64>bswap<u32>(<u32>block)) << 32);
  const second = high | ((<u64>bswap<u32>(<u32>(block + 1))) << 32);
  setLane<v128>(TWO, 4, i64x2.replace_lane(i64x2.splat(first), 1, second));
  padTwo(5);
  permuteTwo();
  takeTwo(to, to + 32);
}
