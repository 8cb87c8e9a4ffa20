//! Whether a JPEG is there to its end. Decoders paint what is missing grey; a photograph that broke off on its way
//! should be sent again instead. Source: ITU-T T.81, annex B.

const START_OF_SCAN: u8 = 0xDA;
const END: u8 = 0xD9;

/// Whether the end of the picture stands in the bytes; what follows it (a moving half, a maker's notes) is not read.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    loop {
        let Some(marker) = next_marker(bytes, &mut at) else { return false };
        match marker {
            END => return true,
            // Within a scan only stuffed zeros and restarts follow a 0xFF.
            START_OF_SCAN => {
                skip_segment(bytes, &mut at);
                skip_scan(bytes, &mut at);
            }
            0x01 | 0xD0..=0xD8 => {}
            _ => skip_segment(bytes, &mut at),
        }
    }
}

fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    while *bytes.get(*at)? != 0xFF {
        *at += 1;
    }
    while *bytes.get(*at)? == 0xFF {
        *at += 1;
    }
    let marker = *bytes.get(*at)?;
    *at += 1;
    Some(marker)
}

fn skip_segment(bytes: &[u8], at: &mut usize) {
    let length =
        bytes.get(*at..).and_then(|rest| rest.first_chunk()).map_or(2, |two| u16::from_be_bytes(*two));
    *at += usize::from(length.max(2));
}

/// Goes on to the next 0xFF that begins a marker.
fn skip_scan(bytes: &[u8], at: &mut usize) {
    while let Some(rest) = bytes.get(*at..) {
        match *rest {
            [0xFF, 0x00 | 0xD0..=0xD7, ..] => *at += 2,
            [0xFF, ..] | [] => return,
            _ => *at += 1,
        }
    }
}
