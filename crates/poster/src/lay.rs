//! Where everything stands on a poster: one SVG per format, made of numbers and escaped words.

use crate::{
    Poster, Shape,
    words::{broken, letter, measured},
};
use data_encoding::BASE64;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;
use weilu_vocabulary::Fault;

const GROUND: &str = "#fbf9f6";
const CARD: &str = "#ffffff";
const EDGE: &str = "#e6e0d8";
const INK: &str = "#1c1917";
const MUTED: &str = "#6b6259";
const FACE_INK: &str = "#4a3728";
const FACES: [&str; 6] = ["#f3d3bd", "#efd9a7", "#d9dfb4", "#c9ddd2", "#edcdc9", "#ddd2c4"];
const EDGE_ROOM: f32 = 80.0;
const WEIGHT: u32 = 400;
const STRONG: u32 = 700;
/// Light modules around the code, on each side.
const QUIET: usize = 4;

/// Room between the words and the card with the code.
const GAP: f32 = 32.0;
/// Least side of the code with its quiet zone: enough for 240 pixels of code at every length of address.
const CODE: f32 = 344.0;
const PAD: f32 = 24.0;

/// Sizes that differ by format.
struct Plan {
    width: f32,
    height: f32,
    /// Size of the title's type and its most lines.
    title: (f32, usize),
    line: (f32, usize),
    face: f32,
    /// Where the words begin.
    top: f32,
    /// Whether the code stands beside the words, and not below them.
    beside: bool,
}

impl Plan {
    const fn of(shape: Shape) -> Plan {
        let (width, height) = shape.size();
        let (width, height) = (width as f32, height as f32);
        match shape {
            Shape::Tall => Plan {
                width,
                height,
                title: (84.0, 3),
                line: (44.0, 4),
                face: 160.0,
                top: 232.0,
                beside: false,
            },
            Shape::Square => Plan {
                width,
                height,
                title: (64.0, 2),
                line: (38.0, 1),
                face: 96.0,
                top: 172.0,
                beside: false,
            },
            Shape::Wide => Plan {
                width,
                height,
                title: (60.0, 4),
                line: (34.0, 6),
                face: 96.0,
                top: 200.0,
                beside: true,
            },
        }
    }

    /// The card with the code: left, top, width, height.
    const fn card(&self, side: f32) -> (f32, f32, f32, f32) {
        if self.beside {
            let wide = side + 2.0 * PAD;
            (self.width - EDGE_ROOM - wide, self.top, wide, self.height - EDGE_ROOM - self.top)
        } else {
            let high = side + 2.0 * PAD;
            (EDGE_ROOM, self.height - EDGE_ROOM - high, self.width - 2.0 * EDGE_ROOM, high)
        }
    }
}

/// The poster as SVG.
///
/// # Errors
/// When the address is too long for a code.
pub fn svg(poster: &Poster<'_>, shape: Shape) -> Result<String, Fault> {
    let plan = Plan::of(shape);
    let accent = if is_colour(poster.accent) { poster.accent } else { "#c2410c" };
    let mut out = String::with_capacity(16 * 1024);
    let (w, h) = (plan.width, plan.height);
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\"><rect width=\"{w}\" height=\"{h}\" fill=\"{GROUND}\"/><rect width=\"{w}\" height=\"16\" fill=\"{accent}\"/>"
    );
    let drawn = Drawn::of(poster.url)?;
    let card = plan.card(drawn.side);
    let (room, end) = if plan.beside {
        (card.0 - EDGE_ROOM - GAP, h - EDGE_ROOM)
    } else {
        (w - 2.0 * EDGE_ROOM, card.1 - GAP)
    };
    brand(&mut out, poster.brand, accent);
    words(&mut out, poster, &plan, room, end);
    code(&mut out, poster, &plan, &drawn, accent);
    out.push_str("</svg>");
    Ok(out)
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|b| b.is_ascii_hexdigit())
}

fn brand(out: &mut String, name: &str, accent: &str) {
    let _ = write!(out, "<circle cx=\"{}\" cy=\"112\" r=\"14\" fill=\"{accent}\"/>", EDGE_ROOM + 14.0);
    let shown = broken(name, 20.0, 1).concat();
    text(out, (EDGE_ROOM + 48.0, 128.0), 44.0, STRONG, INK, &shown);
}

/// Face, name, title and sentence, down to `end` and no wider than `room`.
fn words(out: &mut String, poster: &Poster<'_>, plan: &Plan, room: f32, end: f32) {
    let mut y = plan.top;
    let name = if poster.by.trim().is_empty() { poster.title } else { poster.by };
    face(out, poster, name, (EDGE_ROOM, y), plan.face);
    if !poster.by.trim().is_empty() {
        let size = plan.line.0 * 1.05;
        let shown = broken(poster.by, (room - plan.face - GAP) / size, 1).concat();
        let at = (EDGE_ROOM + plan.face + GAP, y + plan.face / 2.0 + size * 0.36);
        text(out, at, size, STRONG, INK, &shown);
    }
    y += plan.face + plan.title.0 * 1.2;
    for line in broken(poster.title, room / plan.title.0, plan.title.1) {
        text(out, (EDGE_ROOM, y), plan.title.0, STRONG, INK, &line);
        y += plan.title.0 * 1.3;
    }
    let step = plan.line.0 * 1.6;
    let fits = (1..=plan.line.1).take_while(|n| y + step * (*n as f32 - 1.0) <= end).count();
    for line in broken(poster.line, room / plan.line.0, fits) {
        text(out, (EDGE_ROOM, y), plan.line.0, WEIGHT, MUTED, &line);
        y += step;
    }
}

fn face(out: &mut String, poster: &Poster<'_>, name: &str, (x, y): (f32, f32), size: f32) {
    let round = size * 0.15;
    if let Some((bytes, mime)) = poster.picture.filter(|(_, mime)| is_picture(mime)) {
        let _ = write!(
            out,
            "<clipPath id=\"face\"><rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" rx=\"{round}\"/></clipPath><image clip-path=\"url(#face)\" x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" preserveAspectRatio=\"xMidYMid slice\" href=\"data:{mime};base64,{}\"/>",
            BASE64.encode(bytes)
        );
        return;
    }
    let sum = name.chars().fold(0_u32, |sum, c| sum.wrapping_mul(31).wrapping_add(u32::from(c)));
    let hue = usize::try_from(sum % 6).ok().and_then(|at| FACES.get(at)).copied().unwrap_or(EDGE);
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\" rx=\"{round}\" fill=\"{hue}\"/>"
    );
    let (letter, type_size) = (letter(name), size * 0.46);
    let start = x + (size - measured(&letter) * type_size) / 2.0;
    text(out, (start, y + size / 2.0 + type_size * 0.36), type_size, STRONG, FACE_INK, &letter);
}

fn is_picture(mime: &str) -> bool {
    ["image/png", "image/jpeg", "image/webp", "image/gif"].contains(&mime)
}

/// The code as it is drawn: its modules, the side of one and of the whole with its quiet zone.
struct Drawn {
    code: QrCode,
    module: f32,
    side: f32,
}

impl Drawn {
    fn of(url: &str) -> Result<Drawn, Fault> {
        let code = QrCode::with_error_correction_level(url, EcLevel::M)
            .map_err(|e| Fault::new(e.to_string()).context("drawing the code of a poster"))?;
        let modules = (code.width() + 2 * QUIET) as f32;
        // Whole pixels, so that every edge is sharp.
        let module = (CODE / modules).floor().max(1.0);
        Ok(Drawn { side: module * modules, module, code })
    }

    fn draw(&self, out: &mut String, (left, top): (f32, f32)) {
        out.push_str("<path fill=\"#000000\" shape-rendering=\"crispEdges\" d=\"");
        let (wide, module) = (self.code.width(), self.module);
        let quiet = module * QUIET as f32;
        for (at, colour) in self.code.to_colors().iter().enumerate() {
            if *colour == Color::Dark {
                let x = left + quiet + (at % wide) as f32 * module;
                let y = top + quiet + (at / wide) as f32 * module;
                let _ = write!(out, "M{x} {y}h{module}v{module}h-{module}z");
            }
        }
        out.push_str("\"/>");
    }
}

/// The card with the code, and what to do with it.
fn code(out: &mut String, poster: &Poster<'_>, plan: &Plan, drawn: &Drawn, accent: &str) {
    let (x, y, w, h) = plan.card(drawn.side);
    let _ = write!(
        out,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"24\" fill=\"{CARD}\" stroke=\"{EDGE}\" stroke-width=\"2\"/>"
    );
    drawn.draw(out, (x + PAD, y + PAD));
    let (left, room, mut line_y) = if plan.beside {
        (x + PAD * 2.0, w - PAD * 4.0, y + PAD + drawn.side + 44.0)
    } else {
        let left = x + PAD * 2.0 + drawn.side + 8.0;
        (left, x + w - PAD - left, y + PAD + drawn.side / 2.0 - 26.0)
    };
    for line in broken(poster.press, room / 44.0, 2) {
        text(out, (left, line_y), 44.0, STRONG, accent, &line);
        line_y += 58.0;
    }
    for line in broken(poster.come, room / 32.0, 2) {
        text(out, (left, line_y), 32.0, WEIGHT, MUTED, &line);
        line_y += 44.0;
    }
}

fn text(out: &mut String, (x, y): (f32, f32), size: f32, weight: u32, colour: &str, words: &str) {
    let _ = write!(
        out,
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" xml:space=\"preserve\">{}</text>",
        escaped(words)
    );
}

fn escaped(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_control());
    kept.fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
        out
    })
}
