import protobuf from 'protobufjs/minimal.js';
import { OnnxError } from './error.ts';
import { ONNX_LIMITS } from './limits.ts';
import { type Message, type MessageName, ONNX } from './schema.ts';

type FieldRule = { readonly name: string; readonly id: number; readonly type: string; readonly repeated: boolean };
type Plain = Record<string, unknown>;
type Budget = { messages: number; values: number };

const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const FIXED32 = 5;
const WIRE: Readonly<Record<string, number>> = { int64: VARINT, int32: VARINT, float: FIXED32, double: FIXED64 };

/** Fields of each message by their number, read from the descriptor once. */
const FIELDS = new Map<string, ReadonlyMap<number, FieldRule>>(
  Object.entries(ONNX).map(([message, { fields }]) => [
    message,
    new Map(
      Object.entries(fields as Readonly<Record<string, { id: number; type: string; rule?: string }>>).map(
        ([name, { id, type, rule }]) => [id, { name, id, type, repeated: rule === 'repeated' }],
      ),
    ),
  ]),
);

/**
 * Reads a message of the ONNX schema; unknown fields are skipped. Byte fields are views into `bytes`. Nothing is
 * generated at run time, so it works under a strict content policy, and a hostile file cannot take more than the limits.
 * Throws `onnx/malformed` or `onnx/limit`.
 */
export function decode<N extends MessageName>(name: N, bytes: Uint8Array): Message<N> {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const budget = { messages: ONNX_LIMITS.messages, values: ONNX_LIMITS.values };
  try {
    const reader = new protobuf.Reader(plain);
    return readMessage({ name, reader, end: plain.length, depth: 0, budget }) as Message<N>; // boundary: built by schema
  } catch (cause) {
    if (cause instanceof OnnxError) throw cause;
    throw new OnnxError('onnx/malformed', 'This is not an ONNX file, or it is cut off or damaged.', cause);
  }
}

/** Writes a message of the ONNX schema, fields in the order of the object. Throws TypeError for a field it does not know. */
export function encode<N extends MessageName>(name: N, message: Message<N>): Uint8Array {
  const writer = new protobuf.Writer();
  writeMessage(name, message as Plain, writer);
  return Uint8Array.from(writer.finish());
}

type Place = { name: string; reader: protobuf.Reader; end: number; depth: number; budget: Budget; into?: Plain };

function readMessage({ name, reader, end, depth, budget, into }: Place): Plain {
  if (depth > ONNX_LIMITS.depth) tooMuch(`is nested more than ${ONNX_LIMITS.depth} deep`);
  if (--budget.messages < 0) tooMuch(`has more than ${ONNX_LIMITS.messages} messages`);
  const fields = FIELDS.get(name);
  const message: Plain = into ?? {}; // a message that comes twice is one, as the format says
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = fields?.get(tag >>> 3);
    const wire = tag & 7;
    if (field === undefined) reader.skipType(wire);
    else if (field.repeated && wire === DELIMITED && WIRE[field.type] !== undefined) {
      const stop = reader.uint32() + reader.pos;
      if (stop > end) throw new RangeError('a field reaches beyond its message');
      while (reader.pos < stop) push(message, field, readValue({ field, reader, end: stop, depth, budget }), budget);
    } else {
      if (wire !== (WIRE[field.type] ?? DELIMITED)) throw new RangeError(`${name}.${field.name} has wire type ${wire}`);
      const earlier = field.repeated ? undefined : (message[field.name] as Plain | undefined);
      const value = readValue({ field, reader, end, depth, budget, ...(earlier && { into: earlier }) });
      if (field.repeated) push(message, field, value, budget);
      else message[field.name] = value;
    }
    if (reader.pos > end) throw new RangeError('a field reaches beyond its message');
  }
  return message;
}

function push(message: Plain, field: FieldRule, value: unknown, budget: Budget): void {
  if (--budget.values < 0) tooMuch(`has more than ${ONNX_LIMITS.values} values outside raw tensors`);
  const list = message[field.name];
  if (Array.isArray(list)) list.push(value);
  else message[field.name] = [value];
}

function readValue(place: Omit<Place, 'name'> & { field: FieldRule }): unknown {
  const { field, reader, end } = place;
  switch (field.type) {
    case 'int64':
      return signed(reader);
    case 'int32':
      return reader.int32();
    case 'float':
      return reader.float();
    case 'double':
      return reader.double();
    default: {
      const length = reader.uint32();
      const stop = reader.pos + length;
      if (stop > end) throw new RangeError('a field reaches beyond its message');
      if (field.type !== 'bytes' && field.type !== 'string') {
        return readMessage({ ...place, name: field.type, end: stop, depth: place.depth + 1 });
      }
      const bytes = reader.buf.subarray(reader.pos, stop);
      reader.pos = stop;
      return field.type === 'bytes' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    }
  }
}

/** An int64 as a double: exact within ±2^53, and beyond still of the right sign and size, so that limits catch it. */
function signed(reader: protobuf.Reader): number {
  const value: unknown = reader.int64();
  if (typeof value === 'number') return value;
  const { low, high } = value as { low: number; high: number }; // boundary: protobufjs has no other form
  return high * 2 ** 32 + (low >>> 0);
}

function tooMuch(what: string): never {
  throw new OnnxError('onnx/limit', `The file ${what}: more than is read here.`);
}

function writeMessage(name: string, message: Plain, writer: protobuf.Writer): void {
  const byName = new Map([...(FIELDS.get(name)?.values() ?? [])].map((field) => [field.name, field]));
  for (const [key, value] of Object.entries(message)) {
    const field = byName.get(key);
    if (field === undefined) throw new TypeError(`${name} has no field ${key}.`);
    if (value === undefined) continue;
    for (const one of field.repeated && Array.isArray(value) ? value : [value]) writeValue(field, one, writer);
  }
}

function writeValue({ id, type }: FieldRule, value: unknown, writer: protobuf.Writer): void {
  writer.uint32(((id << 3) | (WIRE[type] ?? DELIMITED)) >>> 0);
  if (type === 'int64') writer.int64(Number(value));
  else if (type === 'int32') writer.int32(Number(value));
  else if (type === 'float') writer.float(Number(value));
  else if (type === 'double') writer.double(Number(value));
  else if (type === 'string') writer.string(String(value));
  else if (value instanceof Uint8Array) writer.bytes(value);
  else {
    writer.fork();
    writeMessage(type, value as Plain, writer); // boundary: Message<N> says so
    writer.ldelim();
  }
}
