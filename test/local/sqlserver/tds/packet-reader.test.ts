import fc from 'fast-check';
import { framePackets } from '../../../../local/sqlserver/tds/frame-packets';
import type { Packet } from '../../../../local/sqlserver/tds/packet';
import { PacketReader } from '../../../../local/sqlserver/tds/packet-reader';
import { bytes } from './hex';

function collect(): { packets: Packet[]; reader: PacketReader } {
  const packets: Packet[] = [];
  return { packets, reader: new PacketReader((packet) => packets.push(packet)) };
}

describe('PacketReader', () => {
  it('gives type, status and body of a packet', () => {
    const { packets, reader } = collect();

    reader.push(bytes('01 01 00 0A 00 00 01 00 AA BB'));

    expect(packets).toEqual([{ type: 1, status: 1, body: bytes('AA BB') }]);
  });

  it('does not mind where the stream is cut', () => {
    const stream = bytes(
      '01 00 00 0A 00 00 01 00 AA BB 01 01 00 09 00 00 02 00 CC 06 01 00 08 00 00 01 00',
    );
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const { packets, reader } = collect();
        const ends = [...cuts, stream.length].sort((a, b) => a - b);

        ends.forEach((end, at) => reader.push(stream.subarray(ends[at - 1] ?? 0, end)));

        expect(packets.map(({ body }) => body.toString('hex'))).toEqual(['aabb', 'cc', '']);
      }),
    );
  });

  it('refuses what is no packet of a client', () => {
    expect(() => collect().reader.push(Buffer.from('GET / HTTP/1.1'))).toThrow(
      'Expected a TDS packet of a client, got type 0x47.',
    );
  });

  it('refuses a packet beyond the negotiated size', () => {
    const { reader } = collect();
    reader.packetBytesMax = 512;

    expect(() => reader.push(bytes('01 01 02 01 00 00 01 00'))).toThrow(
      'Expected a packet of 8 to 512 bytes, got 513.',
    );
  });
});

describe('framePackets', () => {
  it('counts packets and marks the last', () => {
    const framing = { type: 4, packetBytes: 10, firstPacketId: 255, last: true };

    expect(framePackets(bytes('01 02 03'), framing)).toEqual(
      bytes('04 00 00 0A 00 00 FF 00 01 02   04 01 00 09 00 00 00 00 03'),
    );
  });
});
