//! Files: what comes up is checked and made safe, is seen by whoever may see what it hangs on, and ends with it.

use crate::house::{House, Person, TENANT, on_every_engine};
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::{Value, json};
use std::sync::Arc;
use weilu_kernel::{Act, Role, Tx};
use weilu_media::blob;
use weilu_store::Scope;
use weilu_vocabulary::{BlobId, DAY, Failure, HOUR, MINUTE, PostId, Ref};

const SECRET: &str = "zqplaceqz";

/// A photograph of this size and colour, with a place in its EXIF block, held a quarter turn.
pub fn photograph(width: u32, height: u32, colour: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, _| Rgb([colour, u8::try_from(x % 200).unwrap(), 90]));
    let mut plain = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut plain, 90);
    encoder.write_image(&picture, width, height, ExtendedColorType::Rgb8).unwrap();
    let tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let block = [&tiff[..], SECRET.as_bytes()].concat();
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &block, &plain[2..]].concat()
}

fn part(kind: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    [&u32::try_from(content.len() + 8).unwrap().to_be_bytes()[..], kind, &content].concat()
}

/// A video of 12.3 seconds that says where it was taken.
pub fn video(data: usize) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let matrix = [one, [0; 4], [0; 4], [0; 4], one, [0; 4], [0; 4], [0; 4], one].concat();
    let sides = [(640_u32 << 16).to_be_bytes(), (360_u32 << 16).to_be_bytes()].concat();
    let head = part(b"tkhd", &[&[0; 40], &matrix, &sides]);
    let media = part(b"mdia", &[&part(b"hdlr", &[&[0; 8], b"vide", &[0; 13]])]);
    let times = [1_000_u32.to_be_bytes(), 12_300_u32.to_be_bytes()].concat();
    let movie = part(b"mvhd", &[&[0; 12], &times, &[0; 80]]);
    let place = part(b"udta", &[SECRET.as_bytes()]);
    let movie = part(b"moov", &[&movie, &part(b"trak", &[&head, &media]), &place]);
    let content: Vec<u8> = (0..data).map(|n| u8::try_from(n % 251).unwrap()).collect();
    [part(b"ftyp", &[b"isom", &[0; 4]]), movie, part(b"mdat", &[&content])].concat()
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted.as_bytes())
}

pub fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

pub async fn sent(person: &Person, bytes: &[u8]) -> String {
    id(&person.upload("a.jpg", bytes).await.ok())
}

pub async fn status(person: &Person, blob: &str) -> u16 {
    person.fetch(&format!("blob/{blob}")).await.0
}

fn header<'h>(headers: &'h reqwest::header::HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

async fn act_of(house: &House, person: &Person) -> Arc<Act> {
    let mut act = house.app.act(TENANT);
    act.ctx.actor.persona = Some(person.persona().await);
    act.ctx.actor.member = Some(person.member().await);
    Arc::new(act)
}

/// Hangs a file on a thing, as a feature would.
async fn claim(house: &House, person: &Person, blob: &str, thing: Ref) -> Result<(), Failure> {
    let (act, blob) = (act_of(house, person).await, blob.parse::<BlobId>().unwrap());
    let claimed = house.app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let act = act.clone();
        Box::pin(async move { blob::claim(tx, &act, &[blob], thing).await.map(drop) })
    });
    claimed.await.map(drop)
}

async fn release(house: &House, thing: Ref) {
    let mut act = house.app.system_act();
    act.ctx.tenant = TENANT;
    let act = Arc::new(act);
    let released = house.app.store.write(Scope::Tenant(TENANT), move |tx: &mut Tx| {
        let act = act.clone();
        Box::pin(async move { blob::release(tx, &act, thing).await })
    });
    released.await.unwrap();
    house.settle().await;
}

async fn set(boss: &Person, name: &str, value: Value) {
    boss.post("setting/change", json!({ "name": name, "value": value })).await.ok();
}

pub fn kept(house: &House) -> usize {
    house.app.blobs.list().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_made_safe_and_seen_by_its_sender_alone_until_it_is_used() {
    on_every_engine(async |house| {
        let (sender, other) = (house.person("12300000001").await, house.person("12300000002").await);
        let answer = sender.upload("IMG_01.html", &photograph(900, 600, 200)).await.ok();
        assert_eq!(
            (&answer["kind"], &answer["mime"], &answer["width"], &answer["height"], &answer["name"]),
            (&json!("picture"), &json!("image/jpeg"), &json!(600), &json!(900), &json!("")),
            "told by its bytes, stands upright, and keeps no name"
        );
        let blob = id(&answer);
        let (status_, headers, bytes) = sender.fetch(&format!("blob/{blob}")).await;
        assert_eq!((status_, header(&headers, "content-type")), (200, "image/jpeg"));
        assert!(!holds(&bytes, SECRET) && !holds(&bytes, "Exif"));
        assert_eq!(header(&headers, "content-length"), bytes.len().to_string());
        assert!(
            header(&headers, "cache-control").starts_with("private")
                && header(&headers, "vary").contains("cookie")
        );
        assert_eq!(header(&headers, "x-content-type-options"), "nosniff");
        assert!(header(&headers, "content-security-policy").contains("sandbox"));
        let (_, _, small) = sender.fetch(&format!("blob/{blob}?size=small")).await;
        assert!(small.len() < bytes.len());
        assert_eq!(image::load_from_memory(&small).unwrap().width(), 480);
        let again = sender.raw(reqwest::Method::GET, &format!("blob/{blob}"));
        let again = again.header("if-none-match", header(&headers, "etag")).send().await.unwrap();
        assert_eq!((again.status().as_u16(), again.bytes().await.unwrap().len()), (304, 0));
        for stranger in [&other, &Person::new(&house)] {
            assert_eq!(status(stranger, &blob).await, 404);
        }
        assert_eq!(status(&sender, "blb_nonsense").await, 404);
        let foreign = sender.raw(reqwest::Method::GET, &format!("blob/{blob}")).header("host", "other.test");
        assert_ne!(foreign.send().await.unwrap().status().as_u16(), 500);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_a_thing_is_seen_by_whoever_sees_the_thing() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Headquarters).await;
        let (inside, outside) = (house.person("12300000002").await, house.person("12300000003").await);
        let opened = json!({ "name": "后山", "line": "只给熟人", "open_to_read": false });
        let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
        house
            .give(
                inside.persona().await,
                Role::Member,
                weilu_people::role::Site::Space(space.parse().unwrap()),
            )
            .await;
        let written = inside.post("post/write", json!({ "space": space, "text": "看图" })).await.ok();
        let post: PostId = written["post"].as_str().unwrap().parse().unwrap();
        let blob = sent(&inside, &photograph(60, 40, 10)).await;
        assert_eq!(status(&owner, &blob).await, 404, "not in use yet");
        claim(&house, &inside, &blob, post.into()).await.unwrap();
        claim(&house, &inside, &blob, post.into()).await.expect("what hangs there already is taken again");
        for (who, wanted) in [(&inside, 200), (&owner, 200), (&outside, 404), (&Person::new(&house), 404)] {
            assert_eq!(status(who, &blob).await, wanted);
        }
        let second = inside.post("post/write", json!({ "space": space, "text": "别处" })).await.ok();
        let second: PostId = second["post"].as_str().unwrap().parse().unwrap();
        let elsewhere = claim(&house, &inside, &blob, second.into()).await.unwrap_err();
        assert_eq!(elsewhere.code(), Some("blob.gone"), "one file hangs on one thing");
        let of_other = sent(&outside, &photograph(60, 40, 20)).await;
        let foreign = claim(&house, &inside, &of_other, post.into()).await.unwrap_err();
        assert_eq!(foreign.code(), Some("blob.gone"), "somebody else's");
        let views = house.app.store.read(Scope::Tenant(TENANT), move |tx: &mut Tx| {
            Box::pin(async move { blob::of(tx, &[post.into(), second.into()]).await })
        });
        let views = views.await.unwrap();
        assert_eq!(views.len(), 1);
        assert_eq!(views[&Ref::from(post)][0].id.to_string(), blob);
        release(&house, post.into()).await;
        assert_eq!(status(&inside, &blob).await, 404, "gone with the thing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_is_refused_by_name() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        let sender = house.person("12300000002").await;
        set(&boss, "blob.uploads_a_minute", json!(1_000)).await;
        let before = kept(&house);
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
        sender.upload("a.jpg", svg).await.refused(422, "blob.bad_kind");
        sender
            .upload("a.png", b"<!doctype html><script>alert(1)</script>")
            .await
            .refused(422, "blob.bad_kind");
        sender.upload("a.pdf", b"MZ\x90\0 program of another kind").await.refused(422, "blob.bad_kind");
        sender
            .upload("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")
            .await
            .refused(422, "blob.phone_picture");
        sender.upload("a.jpg", &photograph(300, 200, 1)[..900]).await.refused(422, "blob.unreadable");
        sender.upload("a.mp4", &video(100)[..200]).await.refused(422, "blob.unreadable");
        sender.upload("a.docx", b"PK\x03\x04 not really a document").await.refused(422, "blob.bad_kind");
        sender.upload("a.jpg", b"").await.refused(422, "blob.no_file");
        sender.upload_form(&[("other", None, b"x")], None).await.refused(422, "blob.no_file");
        sender.post("blob/upload", json!({ "name": "a" })).await.refused(422, "blob.no_file");
        Person::new(&house).upload("a.jpg", &photograph(30, 20, 1)).await.refused(401, "link.sign_in");
        let foreign =
            sender.raw(reqwest::Method::POST, "api/v1/blob/upload").header("sec-fetch-site", "cross-site");
        assert_eq!(foreign.send().await.unwrap().status().as_u16(), 403);
        set(&boss, "blob.picture_megapixels", json!(1)).await;
        sender.upload("a.jpg", &photograph(1_000, 1_000, 1)).await.ok();
        sender.upload("a.jpg", &photograph(1_001, 1_000, 1)).await.refused(422, "blob.too_many_pixels");
        set(&boss, "blob.file_mb", json!(1)).await;
        let pdf = |length: usize| [&b"%PDF-1.7\n"[..], &vec![b' '; length - 9]].concat();
        sender.upload("a.pdf", &pdf(1 << 20)).await.ok();
        let fields = sender.upload("a.pdf", &pdf((1 << 20) + 1)).await.refused(413, "blob.too_large");
        assert_eq!(fields["most"], 1);
        assert_eq!(
            kept(&house),
            before + 3,
            "a whole, its small one and a document; nothing of what was refused"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_files_a_minute_and_not_eleven() {
    on_every_engine(async |house| {
        let sender = house.person("12300000001").await;
        for n in 0..10 {
            sender.upload("a.jpg", &photograph(20, 20, n)).await.ok();
        }
        let eleventh = sender.upload("a.jpg", &photograph(20, 20, 11)).await.refused(429, "rate.too_many");
        assert!(eleventh["seconds"].as_i64().is_some_and(|s| (1..=60).contains(&s)));
        let other = house.person("12300000002").await;
        other.upload("a.jpg", &photograph(20, 20, 11)).await.ok();
        house.clock.advance(MINUTE);
        sender.upload("a.jpg", &photograph(20, 20, 11)).await.ok();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn under_one_key_a_file_goes_up_once() {
    on_every_engine(async |house| {
        let sender = house.person("12300000001").await;
        let form = photograph(30, 20, 5);
        let parts: [(&str, Option<&str>, &[u8]); 1] = [("file", Some("a.jpg"), &form)];
        let first = sender.upload_form(&parts, Some("key-1")).await.ok();
        assert_eq!(sender.upload_form(&parts, Some("key-1")).await.ok(), first);
        assert_ne!(id(&sender.upload_form(&parts, Some("key-2")).await.ok()), id(&first));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn videos_are_handed_out_by_ranges_and_documents_only_to_be_saved() {
    on_every_engine(async |house| {
        let sender = house.person("12300000001").await;
        let (film, poster) = (video(600_000), photograph(640, 360, 70));
        let parts: [(&str, Option<&str>, &[u8]); 2] =
            [("poster", Some("p.jpg"), &poster), ("file", Some("v.mov"), &film)];
        let answer = sender.upload_form(&parts, None).await.ok();
        assert_eq!(
            (&answer["kind"], &answer["mime"], &answer["width"], &answer["seconds"], &answer["small"]),
            (&json!("video"), &json!("video/mp4"), &json!(640), &json!(13), &json!(true))
        );
        let path = format!("blob/{}", id(&answer));
        let (code, headers, whole) = sender.fetch(&path).await;
        assert_eq!((code, whole.len(), header(&headers, "accept-ranges")), (200, film.len(), "bytes"));
        assert!(!holds(&whole, SECRET) && whole.ends_with(&film[film.len() - 1_000..]));
        assert_eq!(header(&headers, "content-encoding"), "");
        let ranged = async |range: &str| {
            let response =
                sender.raw(reqwest::Method::GET, &path).header("range", range).send().await.unwrap();
            let said = header(response.headers(), "content-range").to_owned();
            (response.status().as_u16(), said, response.bytes().await.unwrap().to_vec())
        };
        let (code, said, bytes) = ranged("bytes=500000-599999").await;
        assert_eq!((code, said), (206, format!("bytes 500000-599999/{}", film.len())));
        assert_eq!(bytes, whole[500_000..600_000]);
        assert_eq!(ranged("bytes=-10").await.2, whole[whole.len() - 10..]);
        assert_eq!(ranged(&format!("bytes={}-", film.len())).await.0, 416);
        let (code, headers, still) = sender.fetch(&format!("{path}?size=small")).await;
        assert_eq!((code, header(&headers, "content-type")), (200, "image/jpeg"));
        assert!(image::load_from_memory(&still).is_ok());
        let bare = id(&sender.upload("v.mp4", &video(10)).await.ok());
        assert_eq!(sender.fetch(&format!("blob/{bare}?size=small")).await.0, 404);

        let pdf = sender.upload("../报价 单.pdf", b"%PDF-1.7 and so on and so on").await.ok();
        assert_eq!((&pdf["kind"], &pdf["name"]), (&json!("document"), &json!("报价 单.pdf")));
        let (_, headers, _) = sender.fetch(&format!("blob/{}", id(&pdf))).await;
        assert_eq!(
            header(&headers, "content-disposition"),
            "attachment; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20%E5%8D%95.pdf"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nothing_uses_for_a_day_is_swept_away_and_shared_bytes_stay() {
    on_every_engine(async |house| {
        let (one, two) = (house.person("12300000001").await, house.person("12300000002").await);
        let bytes = photograph(30, 20, 5);
        let first = sent(&one, &bytes).await;
        house.clock.advance(HOUR);
        let second = sent(&two, &bytes).await;
        assert_eq!(kept(&house), 1, "the same bytes are kept once");
        house.clock.advance(23 * HOUR - 1);
        house.settle().await;
        assert_eq!(status(&one, &first).await, 200, "a moment before the day is over");
        house.clock.advance(1);
        house.settle().await;
        assert_eq!((status(&one, &first).await, status(&two, &second).await), (404, 200));
        assert_eq!(kept(&house), 1, "somebody else's row names them");
        house.clock.advance(HOUR);
        house.settle().await;
        assert_eq!((status(&two, &second).await, kept(&house)), (404, 0));
        let gone = json!({ "name": "阿一", "bio": "", "avatar": first });
        one.post("member/edit", gone).await.refused(422, "blob.gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_face_is_for_anyone_and_the_one_before_it_goes() {
    on_every_engine(async |house| {
        let (mine, other) = (house.person("12300000001").await, house.person("12300000002").await);
        let visitor = Person::new(&house);
        let face = |avatar: Option<&str>| json!({ "name": "月明", "bio": "", "avatar": avatar });
        let first = sent(&mine, &photograph(100, 100, 1)).await;
        mine.post("member/edit", face(Some(&first))).await.ok();
        assert_eq!(mine.me().await["avatar"], json!(first));
        let (code, headers, _) = visitor.fetch(&format!("blob/{first}?size=small")).await;
        assert_eq!((code, header(&headers, "cache-control")), (200, "public, max-age=31536000, immutable"));
        other.post("member/edit", face(Some(&first))).await.refused(422, "blob.gone");
        let pdf = id(&mine.upload("a.pdf", b"%PDF-1.7 of some length").await.ok());
        mine.post("member/edit", face(Some(&pdf))).await.refused(422, "blob.no_picture");
        let second = sent(&mine, &photograph(100, 100, 2)).await;
        mine.post("member/edit", face(Some(&second))).await.ok();
        mine.post("member/edit", face(Some(&second))).await.ok();
        house.settle().await;
        assert_eq!((status(&visitor, &first).await, status(&visitor, &second).await), (404, 200));
        mine.post("member/edit", face(None)).await.ok();
        house.settle().await;
        assert_eq!((status(&visitor, &second).await, kept(&house)), (404, 1), "only the document is left");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_faces_of_a_space_and_of_the_brand_are_theirs_and_outlive_who_sent_them() {
    on_every_engine(async |house| {
        let boss = house.staff("12300000001", Role::Headquarters).await;
        let helper = house.staff("12300000002", Role::Operator).await;
        let (member, visitor) = (house.person("12300000003").await, Person::new(&house));
        let opened = json!({ "name": "后山", "line": "只给熟人", "open_to_read": false });
        let space = boss.post("space/open", opened).await.ok()["space"].clone();
        let face = sent(&helper, &photograph(100, 100, 1)).await;
        helper.post("space/edit", json!({ "space": space, "avatar": face })).await.ok();
        let logo = sent(&helper, &photograph(200, 80, 3)).await;
        let change = json!({ "name": "brand.logo", "value": logo });
        assert_eq!(member.post("setting/change", change.clone()).await.status, 403);
        helper.post("setting/change", change).await.ok();
        for blob in [&face, &logo] {
            assert_eq!(status(&visitor, blob).await, 200);
        }
        helper.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * 24 * HOUR);
        house.settle().await;
        for blob in [&face, &logo] {
            assert_eq!(status(&visitor, blob).await, 200, "it stays when he goes");
        }
        let next = sent(&boss, &photograph(200, 80, 4)).await;
        boss.post("setting/change", json!({ "name": "brand.logo", "value": next })).await.ok();
        house.settle().await;
        assert_eq!((status(&visitor, &logo).await, status(&visitor, &next).await), (404, 200));
        boss.post("setting/change", json!({ "name": "brand.logo", "value": face }))
            .await
            .refused(422, "blob.gone");
        boss.post("setting/reset", json!({ "name": "brand.logo" })).await.ok();
        house.settle().await;
        assert_eq!(status(&visitor, &next).await, 404);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_in_the_export_and_their_bytes_are_gone_after_the_erasure() {
    on_every_engine(async |house| {
        let mine = house.person("12300000001").await;
        let pdf = format!("%PDF-1.7 {} 说的话", crate::marker::MARKER);
        let document = id(&mine.upload("我的.pdf", pdf.as_bytes()).await.ok());
        let face = sent(&mine, &photograph(700, 700, 1)).await;
        mine.post("member/edit", json!({ "name": "月明", "bio": "", "avatar": face })).await.ok();
        mine.post("privacy/ask_export", json!({})).await.ok();
        house.settle().await;
        let shown = mine.get("privacy/mine").await.ok();
        let export = shown["exports"][0]["id"].as_str().unwrap().to_owned();
        let (_, _, zip) = mine.fetch(&format!("export/{export}")).await;
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
        let names: Vec<String> = zip.file_names().flatten().map(|name| name.into_owned()).collect();
        assert!(names.contains(&format!("files/002-{}.jpg", face)), "{names:?}");
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("files/001-我的.pdf").unwrap(), &mut text).unwrap();
        assert!(text.contains(crate::marker::MARKER));
        mine.post("privacy/ask_erasure", json!({})).await.ok();
        house.clock.advance(8 * 24 * HOUR);
        house.settle().await;
        let visitor = Person::new(&house);
        assert_eq!((status(&visitor, &face).await, status(&visitor, &document).await), (404, 404));
        assert_eq!(kept(&house), 0);
        assert_eq!(crate::marker::found(&house).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_another_brand_are_not_there() {
    on_every_engine(async |house| {
        let sender = house.person("12300000001").await;
        let face = sent(&sender, &photograph(100, 100, 1)).await;
        sender.post("member/edit", json!({ "name": "月明", "bio": "", "avatar": face })).await.ok();
        house.app.create_tenant("别家", "other.test").await.unwrap();
        let house = house.restart().await;
        let there = Person::new(&house)
            .raw(reqwest::Method::GET, &format!("blob/{face}"))
            .header("host", "other.test");
        assert_eq!(there.send().await.unwrap().status().as_u16(), 404);
        assert_eq!(status(&Person::new(&house), &face).await, 200);
    })
    .await;
}

/// What hangs on a post as a reader sees it: kind and id, in order.
async fn hung(reader: &Person, space: &str) -> Vec<(String, String)> {
    let page = reader.get(&format!("post/timeline?space={space}")).await.ok();
    let files = page["items"][0]["files"].as_array().cloned().unwrap_or_default();
    files.iter().map(|f| (f["kind"].as_str().unwrap().to_owned(), id(f))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_carries_nine_files_at_most_and_they_come_and_go_with_it() {
    on_every_engine(async |house| {
        let owner = house.staff("12300000001", Role::Operator).await;
        let opened = json!({ "name": "茶友会", "line": "一起喝茶", "open_to_read": true });
        let space = owner.post("space/open", opened).await.ok()["space"].as_str().unwrap().to_owned();
        let (other, stranger) = (house.person("12300000002").await, Person::new(&house));
        let (a, b) =
            (sent(&owner, &photograph(60, 40, 10)).await, sent(&owner, &photograph(60, 40, 20)).await);
        let clip = id(&owner.upload("a.mp4", &video(100)).await.ok());
        let write = |files: &[&String]| json!({ "space": space, "text": "", "files": files });
        owner.post("post/write", write(&[])).await.refused(422, "post.empty");
        let fields = owner.post("post/write", write(&[&a; 10])).await.refused(422, "post.too_many_files");
        assert_eq!(fields["most"], 9);
        let foreign = sent(&other, &photograph(60, 40, 30)).await;
        owner.post("post/write", write(&[&a, &foreign])).await.refused(422, "blob.gone");
        assert_eq!(status(&stranger, &a).await, 404, "nothing was said, so nothing is shown");
        let post = owner.post("post/write", write(&[&b, &clip, &a])).await.ok()["post"].clone();
        let named = |kind: &str, blob: &String| (kind.to_owned(), blob.clone());
        let shown = [named("picture", &b), named("video", &clip), named("picture", &a)];
        assert_eq!(hung(&stranger, &space).await, shown);
        assert_eq!(status(&stranger, &clip).await, 200);
        // An edit that says nothing of files keeps them; one that does sets what hangs there, in its order.
        owner.post("post/edit", json!({ "post": post, "text": "看图" })).await.ok();
        assert_eq!(hung(&stranger, &space).await, shown);
        let new = sent(&owner, &photograph(60, 40, 40)).await;
        let paper = id(&owner.upload("茶单.pdf", b"%PDF-1.7\n1 0 obj\n%%EOF").await.ok());
        let edit = json!({ "post": post, "text": "看图", "files": [a, paper, new] });
        owner.post("post/edit", edit).await.ok();
        let shown = [named("picture", &a), named("document", &paper), named("picture", &new)];
        assert_eq!(hung(&stranger, &space).await, shown);
        assert_eq!((status(&stranger, &b).await, status(&stranger, &new).await), (404, 200));
        owner.post("post/remove", json!({ "post": post })).await.ok();
        assert_eq!(status(&stranger, &a).await, 404);
        owner.post("post/restore", json!({ "post": post })).await.ok();
        assert_eq!(status(&stranger, &a).await, 200);
        owner.post("post/remove", json!({ "post": post })).await.ok();
        house.clock.advance(31 * DAY);
        house.settle().await;
        assert_eq!(kept(&house), 0, "what nobody can see any more is gone from the disk");
    })
    .await;
}
