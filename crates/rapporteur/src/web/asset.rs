//! Style sheet, script and mark, out of the binary.
//!
//! Decides: their addresses, which change with what is in them, so that browsers may keep them for ever.

use super::Shared;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use rapporteur_store::Hash;
use std::sync::LazyLock;

const STYLE: &str = concat!(
    include_str!("../view/page.css"),
    include_str!("style.css"),
    include_str!("style/reader.css"),
    include_str!("style/record.css"),
    include_str!("style/access.css")
);
const SCRIPT: &str = include_str!("script.js");
const MARK: &str = include_str!("mark.svg");
/// The mark for whoever asks for it by its old name: browsers do, for pages that were saved and for files.
const ICON: &[u8] = include_bytes!("mark.ico");

/// Where the style sheet is.
pub(super) static STYLE_AT: LazyLock<String> = LazyLock::new(|| address("css", STYLE));
/// Where the script is.
pub(super) static SCRIPT_AT: LazyLock<String> = LazyLock::new(|| address("js", SCRIPT));

/// Where the mark is that a browser shows beside the title.
pub(super) static MARK_AT: LazyLock<String> = LazyLock::new(|| address("svg", MARK));

fn address(end: &str, content: &str) -> String {
    let hash = Hash::of(content.as_bytes()).to_string();
    format!("/asset/{}.{end}", hash.get(..16).unwrap_or(&hash))
}

pub(super) fn routes() -> Router<Shared> {
    let asset = |kind: &'static str, content: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")], content).into_response() })
    };
    Router::new()
        .route(&STYLE_AT, asset("text/css; charset=utf-8", STYLE))
        .route(&SCRIPT_AT, asset("text/javascript; charset=utf-8", SCRIPT))
        .route(&MARK_AT, asset("image/svg+xml", MARK))
        .route("/favicon.ico", get(|| async { ([(header::CONTENT_TYPE, "image/vnd.microsoft.icon"), (header::CACHE_CONTROL, "public, max-age=86400")], ICON) }))
}
