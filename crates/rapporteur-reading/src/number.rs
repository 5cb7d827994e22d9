//! stub
use rapporteur_record::{Bound, Span};
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Quantity,
    Date,
}
#[derive(Clone, Debug)]
pub struct Number {
    pub span: Span,
    pub core: Span,
    pub value: f64,
    pub bound: Bound,
    pub kind: Kind,
}
pub fn find(_text: &str) -> Vec<Number> {
    vec![]
}
