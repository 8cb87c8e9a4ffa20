//! Videos as small as they can be: boxes and elements put together by hand.

use super::*;

const SECRET: &[u8] = b"+39.9042+116.4074/";

fn part(kind: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [&length[..], kind, &content].concat()
}

fn track(kind: &[u8; 4], width: u32, height: u32, turned: bool) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let zero = [0; 4];
    let matrix = if turned {
        [zero, one, zero, [0xFF, 0xFF, 0, 0], zero, zero, zero, zero, one].concat()
    } else {
        [one, zero, zero, zero, one, zero, zero, zero, one].concat()
    };
    let sides = [(width << 16).to_be_bytes(), (height << 16).to_be_bytes()].concat();
    let head = part(b"tkhd", &[&[0; 40], &matrix, &sides]);
    let handler = part(b"hdlr", &[&[0; 8], kind, &[0; 13]]);
    part(b"trak", &[&head, &part(b"mdia", &[&handler]), &part(b"udta", &[SECRET])])
}

/// An MP4 of 12.3 seconds with these tracks, which says in four places where it was taken.
pub fn mp4(brand: &[u8; 4], tracks: &[Vec<u8>]) -> Vec<u8> {
    let times = [1_000_u32.to_be_bytes(), 12_300_u32.to_be_bytes()].concat();
    let head = part(b"mvhd", &[&[0; 12], &times, &[0; 80]]);
    let notes = [part(b"udta", &[b"\xA9xyz", SECRET]), part(b"meta", &[SECRET])].concat();
    let movie = part(b"moov", &[&head, &tracks.concat(), &notes]);
    [part(b"ftyp", &[brand, &[0; 4], b"zzzz"]), part(b"uuid", &[SECRET]), movie, part(b"mdat", &[&[7; 100]])]
        .concat()
}

fn settled(bytes: &[u8], container: Container) -> (Result<Clip, NoClip>, Vec<u8>) {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    let clip = settle(&mut file, container);
    let mut after = Vec::new();
    file.seek(SeekFrom::Start(0)).unwrap();
    file.read_to_end(&mut after).unwrap();
    (clip, after)
}

fn holds(bytes: &[u8]) -> bool {
    bytes.windows(SECRET.len()).any(|part| part == SECRET)
}

#[test]
fn a_video_keeps_its_length_and_loses_where_it_was_taken() {
    let tracks =
        [track(b"vide", 1_920, 1_080, false), track(b"soun", 0, 0, false), track(b"meta", 0, 0, false)];
    let sent = mp4(b"isom", &tracks);
    let (clip, after) = settled(&sent, Container::Mp4);
    let clip = clip.unwrap();
    assert_eq!(clip, Clip { mime: "video/mp4", width: Some(1_920), height: Some(1_080), seconds: Some(13) });
    assert!(holds(&sent) && !holds(&after));
    assert_eq!(after.len(), sent.len(), "nothing moved");
    assert!(after.ends_with(&[7; 100]));
    let (turned, _) = settled(&mp4(b"qt  ", &[track(b"vide", 1_920, 1_080, true)]), Container::Mp4);
    assert_eq!(turned.map(|c| (c.width, c.height)), Ok((Some(1_080), Some(1_920))));
}

#[test]
fn without_a_picture_it_is_a_sound() {
    let (clip, _) = settled(&mp4(b"M4A ", &[track(b"soun", 0, 0, false)]), Container::Mp4);
    assert_eq!(clip, Ok(Clip { mime: "audio/mp4", width: None, height: None, seconds: Some(13) }));
}

#[test]
fn what_is_no_video_is_refused() {
    let video = track(b"vide", 4, 4, false);
    let whole = mp4(b"isom", std::slice::from_ref(&video));
    let no_brand = mp4(b"abcd", std::slice::from_ref(&video));
    let no_track = mp4(b"isom", &[]);
    let liar = [&whole[..], &[0xFF, 0xFF, 0xFF, 0xF0], b"free"].concat();
    for bytes in [&whole[..60], &no_brand, &no_track, &liar, b"\0\0\0\x10ftypisom", b""] {
        assert_eq!(settled(bytes, Container::Mp4).0, Err(NoClip));
    }
    assert_eq!(settled(&whole, Container::Webm).0, Err(NoClip));
}

#[test]
fn a_tree_without_end_is_left() {
    let endless = part(b"free", &[]).repeat(BOXES_MOST + 10);
    assert_eq!(
        settled(&[part(b"ftyp", &[b"isom", &[0; 4]]), endless].concat(), Container::Mp4).0,
        Err(NoClip)
    );
}

fn element(name: &[u8], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let length = (content.len() as u64 | 1 << 56).to_be_bytes();
    [name, &length, &content].concat()
}

fn webm(kind: &[u8], video: bool) -> Vec<u8> {
    let head = element(b"\x1A\x45\xDF\xA3", &[&element(b"\x42\x82", &[kind])]);
    let info = element(
        b"\x15\x49\xA9\x66",
        &[
            &element(b"\x2A\xD7\xB1", &[&[0x0F, 0x42, 0x40]]),
            &element(b"\x44\x89", &[&2_500.0_f64.to_be_bytes()]),
        ],
    );
    let sides = element(b"\xE0", &[&element(b"\xB0", &[&[2, 128]]), &element(b"\xBA", &[&[1, 224]])]);
    let track = if video {
        element(b"\xAE", &[&element(b"\x83", &[&[1]]), &sides])
    } else {
        element(b"\xAE", &[&element(b"\x83", &[&[2]])])
    };
    let tracks = element(b"\x16\x54\xAE\x6B", &[&track]);
    let tags = element(b"\x12\x54\xC3\x67", &[SECRET]);
    // A cluster whose length was left open, as browsers record it.
    let cluster = [b"\x1F\x43\xB6\x75\xFF", &[7; 20][..]].concat();
    let segment = [b"\x18\x53\x80\x67\xFF".to_vec(), info, tracks, tags, cluster].concat();
    [head, segment].concat()
}

#[test]
fn webm_is_read_and_loses_its_tags() {
    let sent = webm(b"webm", true);
    let (clip, after) = settled(&sent, Container::Webm);
    assert_eq!(clip, Ok(Clip { mime: "video/webm", width: Some(640), height: Some(480), seconds: Some(3) }));
    assert!(holds(&sent) && !holds(&after) && after.len() == sent.len());
    assert_eq!(settled(&after, Container::Webm).0, clip, "and reads as before");
    assert_eq!(settled(&webm(b"webm", false), Container::Webm).0.map(|c| c.mime), Ok("audio/webm"));
    assert_eq!(settled(&webm(b"matroska", true), Container::Webm).0, Err(NoClip));
    assert_eq!(settled(&sent[..30], Container::Webm).0, Err(NoClip));
}
