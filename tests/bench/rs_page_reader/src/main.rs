//! rs-trafilatura as a reader of pages: a line of JSON in, a line of JSON out (../../page_protocol.py).

use cpu_time::ProcessTime;
use rs_trafilatura::{extract_with_options, Error, Options};
use serde_json::{json, Value};
use std::io::{self, BufRead, Write};
use std::panic;

fn read(page: &str, url: Option<&str>) -> Result<Value, String> {
    let options = Options {
        url: url.map(str::to_owned),
        ..Options::default()
    };
    let found = match extract_with_options(page, &options) {
        Err(Error::NoContent) => return Ok(json!({})),
        other => other.map_err(|error| error.to_string())?,
    };
    Ok(json!({
        "body": found.content_text,
        "title": found.metadata.title,
        "authors": found.metadata.author,
        "date": found.metadata.date.map(|date| date.to_rfc3339()),
    }))
}

fn answer(line: &str) -> Result<Value, serde_json::Error> {
    let asked: Value = serde_json::from_str(line)?;
    let page = asked["page"].as_str().unwrap_or_default();
    let url = asked["url"].as_str();
    let since = ProcessTime::now();
    let found = panic::catch_unwind(|| read(page, url)).unwrap_or_else(|_| Err("panic".to_owned()));
    let seconds = since.elapsed().as_secs_f64();
    Ok(match found {
        Ok(found) => json!({"found": found, "error": null, "seconds": seconds}),
        Err(error) => json!({"found": {}, "error": error, "seconds": seconds}),
    })
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let _ = read("<html><body><article><p>Nothing is measured on this page.</p></article></body></html>", None);
    writeln!(out, "{}", json!({"missing": null}))?;
    out.flush()?;
    for line in io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?)?)?;
        out.flush()?;
    }
    Ok(())
}
