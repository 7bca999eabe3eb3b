/** A Buffer over the same memory: `Buffer.from(bytes)` would copy it. */
export function viewBytes({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
