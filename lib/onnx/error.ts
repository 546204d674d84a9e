/** What can be wrong with an ONNX file or with what it asks for. */
export type OnnxErrorCode =
  | 'onnx/malformed'
  | 'onnx/limit'
  | 'onnx/external-data'
  | 'onnx/opset'
  | 'onnx/unsupported'
  | 'onnx/shape'
  | 'samples/bad';

/** The only error of lib/onnx and lib/compiler. `message` says what is wrong, where, and what to do about it. */
export class OnnxError extends Error {
  override readonly name = 'OnnxError';
  readonly code: OnnxErrorCode;

  constructor(code: OnnxErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Text from a file, short enough to print and without control characters. */
export function quote(text: string): string {
  const clean = Array.from(text.slice(0, 60), (sign) => (sign < ' ' || sign === '\x7f' ? '?' : sign)).join('');
  return `"${clean}${text.length > 60 ? '…' : ''}"`;
}
