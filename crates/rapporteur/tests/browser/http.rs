//! As much of HTTP/1.1 as speaking with a server on this machine takes: one request at a time over a connection that is kept.
//!
//! The tests in a browser speak with its driver by it, the load example with the program. A crate for either would bring dozens along and change
//! how everything else is built.

use std::io::{BufRead, BufReader, Error, ErrorKind, Result, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Nothing on this machine may take longer.
const LONGEST: Duration = Duration::from_secs(180);

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    #[allow(dead_code)]
    headers: Vec<(String, String)>,
}

impl Answer {
    #[allow(dead_code)]
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}

/// Somebody who asks one server.
#[derive(Debug)]
pub(crate) struct Client {
    host: String,
    open: Option<BufReader<TcpStream>>,
}

impl Client {
    pub(crate) fn new(host: &str) -> Client {
        Client { host: host.to_owned(), open: None }
    }

    /// Asks, and waits for the answer. A connection that was closed meanwhile is opened again, once.
    pub(crate) fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
        let kept = self.open.is_some();
        match self.exchange(method, path, headers, body) {
            Err(e)
                if kept && matches!(e.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted) =>
            {
                self.exchange(method, path, headers, body)
            }
            done => done,
        }
    }

    fn exchange(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Result<Answer> {
        let mut connection = match self.open.take() {
            Some(open) => open,
            None => {
                let stream = TcpStream::connect(&self.host)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(LONGEST))?;
                BufReader::new(stream)
            }
        };
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.host);
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        request.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        connection.get_mut().write_all(request.as_bytes())?;
        let (answer, close) = read(&mut connection)?;
        if !close {
            self.open = Some(connection);
        }
        Ok(answer)
    }
}

fn line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    match from.read_line(&mut line)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

fn read(from: &mut impl BufRead) -> Result<(Answer, bool)> {
    let first = line(from)?;
    let status = first.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or_else(|| Error::other(format!("no status: {first}")))?;
    let mut answer = Answer { status, ..Answer::default() };
    loop {
        let line = line(from)?;
        let Some((name, value)) = line.split_once(':') else { break };
        answer.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let length = answer.header("content-length").and_then(|l| l.parse().ok());
    let close = answer.header("connection").is_some_and(|c| c.eq_ignore_ascii_case("close"));
    match length {
        Some(length) => {
            answer.body = vec![0; length];
            from.read_exact(&mut answer.body)?;
        }
        None if close => drop(from.read_to_end(&mut answer.body)?),
        None => {}
    }
    Ok((answer, close))
}
