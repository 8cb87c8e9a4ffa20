//! Posters are drawn, their codes are read back, and nothing stands where it should not.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use resvg::tiny_skia::Pixmap;
use weilu_poster::{Poster, Press, Shape, svg};

const URL: &str = "https://tea.example/e/AbCdEfGhIjKlMnOpQrStUv";

fn poster<'a>() -> Poster<'a> {
    Poster {
        brand: "山脚茶事",
        title: "清晨茶友",
        line: "清晨六点的山上，第一泡茶，给愿意早起的人。",
        by: "阿桃",
        picture: None,
        url: URL,
        press: "长按识别",
        come: "进来坐坐",
        accent: "#c2410c",
    }
}

fn drawn(poster: &Poster<'_>, shape: Shape) -> Pixmap {
    let press = Press::open().expect("a font with Chinese");
    let png = press.png(&svg(poster, shape).unwrap()).unwrap();
    Pixmap::decode_png(&png).unwrap()
}

/// What a reader of codes finds, and how large the code is.
fn read(map: &Pixmap) -> (String, i32) {
    let (width, height) = (map.width() as usize, map.height() as usize);
    let grey = |x: usize, y: usize| {
        let p = map.pixel(x as u32, y as u32).unwrap();
        ((u32::from(p.red()) * 3 + u32::from(p.green()) * 6 + u32::from(p.blue())) / 10) as u8
    };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, grey);
    let grids = image.detect_grids();
    let grid = grids.first().expect("a code");
    let xs = grid.bounds.map(|p| p.x);
    let side = xs.iter().max().unwrap() - xs.iter().min().unwrap();
    (grid.decode().unwrap().1, side)
}

#[test]
fn every_format_has_its_size_and_a_code_that_is_read() {
    for shape in Shape::ALL {
        let map = drawn(&poster(), shape);
        assert_eq!((map.width(), map.height()), shape.size());
        let (text, side) = read(&map);
        assert_eq!(text, URL, "{shape:?}");
        assert!(side >= 240, "{shape:?}: {side}");
    }
}

#[test]
fn the_code_is_read_after_a_chat_made_the_picture_smaller() {
    let map = drawn(&poster(), Shape::Tall);
    let half = {
        let mut small = Pixmap::new(map.width() / 2, map.height() / 2).unwrap();
        let paint = resvg::tiny_skia::PixmapPaint {
            quality: resvg::tiny_skia::FilterQuality::Bilinear,
            ..Default::default()
        };
        let shrink = resvg::tiny_skia::Transform::from_scale(0.5, 0.5);
        small.draw_pixmap(0, 0, map.as_ref(), &paint, shrink, None);
        small
    };
    assert_eq!(read(&half).0, URL);
}

/// Rows in which something darker than the ground stands, as runs.
fn bands(map: &Pixmap) -> usize {
    let dark = |y: u32| {
        (0..map.width()).any(|x| {
            let p = map.pixel(x, y).unwrap();
            u32::from(p.red()) + u32::from(p.green()) + u32::from(p.blue()) < 600
        })
    };
    let rows: Vec<bool> = (0..map.height()).map(dark).collect();
    rows.windows(2).filter(|w| !w[0] && w[1]).count()
}

#[test]
fn long_words_stay_on_the_poster_and_off_the_code() {
    let long = "在云南高山上采茶的人们，每天清晨六点聚在一起".repeat(6);
    for shape in Shape::ALL {
        let crowded = Poster { title: &long, line: &long, by: &long, brand: &long, ..poster() };
        let map = drawn(&crowded, shape);
        assert_eq!(read(&map).0, URL, "{shape:?}");
        // Nothing but ground at the right edge: no line runs out of the picture.
        for y in 20..map.height() {
            let p = map.pixel(map.width() - 20, y).unwrap();
            assert_eq!((p.red(), p.green(), p.blue()), (0xfb, 0xf9, 0xf6), "{shape:?} row {y}");
        }
        assert!(bands(&map) >= 4, "{shape:?}");
    }
}

#[test]
fn words_of_people_do_not_become_mark_up() {
    let hostile = Poster {
        title: "</text><image href=\"file:///etc/passwd\"/>",
        by: "<script>&\"'",
        accent: "\"/><script>",
        ..poster()
    };
    let made = svg(&hostile, Shape::Tall).unwrap();
    assert!(!made.contains("<image") && !made.contains("<script"));
    assert!(Press::open().unwrap().png(&made).is_ok());
}

#[test]
fn a_picture_stands_where_the_face_is() {
    let mut red = Pixmap::new(8, 8).unwrap();
    red.fill(resvg::tiny_skia::Color::from_rgba8(200, 0, 0, 255));
    let png = red.encode_png().unwrap();
    let map = drawn(&Poster { picture: Some((&png, "image/png")), ..poster() }, Shape::Tall);
    let p = map.pixel(80 + 80, 232 + 80).unwrap();
    assert_eq!((p.red(), p.green(), p.blue()), (200, 0, 0));
}
