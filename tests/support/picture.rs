//! What a terminal shows, as a picture.

use std::fmt::Write;

/// Letters of a line; longer ones go on below.
const COLUMNS: usize = 112;
/// Where a line goes on.
const INDENT: usize = 8;
/// Width of a letter, height of a line, and room around all, in pixels.
const LETTER: usize = 8;
const LINE: usize = 18;
const ROOM: usize = 16;

/// Styles by the codes of the terminal that the program uses.
const STYLES: [(&str, &str); 4] = [("1;31", "error"), ("1;34", "other"), ("1", "bold"), ("2", "dim")];

/// A picture in SVG of text with the colours of a terminal.
pub fn svg(text: &str) -> String {
    let lines: Vec<Vec<(char, &str)>> = text.trim_end().lines().flat_map(|line| wrapped(letters(line))).collect();
    let (width, height) = (COLUMNS * LETTER + 2 * ROOM, lines.len() * LINE + 2 * ROOM);
    let mut picture = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, \
         'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13\" fill=\"#d8dee9\">\n<style>.error {{ fill: \
         #ff7b86; font-weight: bold }} .other {{ fill: #79b8ff; font-weight: bold }} .bold {{ font-weight: bold }} .dim \
         {{ fill: #8b949e }}</style>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#161b22\"/>\n"
    );
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let (below, length) = (ROOM + index * LINE + LINE * 3 / 4, line.len() * LETTER);
        write!(picture, "<text x=\"{ROOM}\" y=\"{below}\" textLength=\"{length}\" xml:space=\"preserve\">").unwrap();
        for run in line.chunk_by(|a, b| a.1 == b.1) {
            let text: String = run.iter().map(|(letter, _)| *letter).collect();
            let text = text.replace('&', "&amp;").replace('<', "&lt;");
            match run[0].1 {
                "" => picture.push_str(&text),
                style => write!(picture, "<tspan class=\"{style}\">{text}</tspan>").unwrap(),
            }
        }
        picture.push_str("</text>\n");
    }
    picture + "</svg>\n"
}

/// The letters of a line with their styles.
fn letters(line: &str) -> Vec<(char, &'static str)> {
    let mut parts = line.split("\u{1b}[");
    let mut letters: Vec<_> = parts.next().unwrap_or_default().chars().map(|letter| (letter, "")).collect();
    for part in parts {
        let (code, text) = part.split_once('m').unwrap();
        let style = STYLES.iter().find(|(known, _)| *known == code).map_or("", |(_, style)| *style);
        letters.extend(text.chars().map(|letter| (letter, style)));
    }
    letters
}

/// A line in pieces that fit, broken between words.
fn wrapped(mut line: Vec<(char, &'static str)>) -> Vec<Vec<(char, &'static str)>> {
    let mut pieces = Vec::new();
    while line.len() > COLUMNS {
        let at = line[..COLUMNS].iter().rposition(|(letter, _)| *letter == ' ').filter(|at| *at > INDENT).unwrap();
        let rest = line.split_off(at + 1);
        pieces.push(std::mem::replace(&mut line, [vec![(' ', ""); INDENT], rest].concat()));
    }
    pieces.push(line);
    pieces
}
