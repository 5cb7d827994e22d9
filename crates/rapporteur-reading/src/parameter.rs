//! stub
use rapporteur_record::{ActorId, Parameter, Span, TermKind};
pub fn of(_k: TermKind, _t: &str, _s: &[Span], _a: &[(Span, ActorId)]) -> Vec<(&'static str, Parameter)> {
    vec![]
}
