//! Texts and plans that are talked about, and what they contain.
//!
//! Decides: what a proposal and a term are. Must not know: how mentions were found, or found to be one proposal.

use crate::{ActorId, Span};

/// Names a proposal within one document: the index in [`crate::Reading::proposals`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ProposalId(pub usize);

/// A deal text or plan that parties can accept or reject, under however many names. `mentions` is never empty and ascends.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The name to show: its fullest mention.
    pub label: String,
    /// Who put it forward.
    pub authors: Vec<ActorId>,
    /// All its mentions.
    pub mentions: Vec<Span>,
    /// The earlier one that it replaces or amends, where the text says so.
    pub supersedes: Option<ProposalId>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}

/// Names a term within one document: the index in [`crate::Reading::terms`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub usize);

/// What a term settles (record-format.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TermKind {
    /// The stop of violence itself.
    CessationOfHostilities,
    /// What is forbidden.
    ProhibitedActs,
    /// Where it holds.
    GeographicScope,
    /// From when it holds.
    Commencement,
    /// In which order things happen.
    Sequencing,
    /// Renewal, roll-over, what keeps it alive.
    Extension,
    /// Withdrawal, redeployment, separation of forces.
    Withdrawal,
    /// Forces or posts that stay, buffer zones, corridors held.
    Presence,
    /// Hostages, detainees, prisoners.
    HostagePrisonerExchange,
    /// Bodies and remains, the missing.
    Remains,
    /// Aid.
    HumanitarianAccess,
    /// Crossings and roads.
    FreedomOfMovement,
    /// Refugees and displaced people.
    ReturnOfDisplaced,
    /// Who watches.
    MonitoringVerification,
    /// Who decides.
    DisputeResolution,
    /// Who talks to whom.
    LiaisonDeconfliction,
    /// Guarantors, assurances.
    Guarantees,
    /// Assurances of security.
    SecurityGuarantees,
    /// Disarmament, demobilisation, reintegration.
    Disarmament,
    /// Amnesty, accountability.
    AmnestyJustice,
    /// Political track.
    Governance,
    /// Territory and borders.
    TerritoryBorders,
    /// Rebuilding.
    Reconstruction,
    /// Relief of sanctions.
    SanctionsRelief,
    /// Tariffs, quotas, pay, prices, money.
    Economic,
    /// What stays secret.
    Confidentiality,
    /// Anything else.
    Other,
}

impl TermKind {
    /// All of them, in the order of the encoder's label list.
    pub const ALL: [TermKind; 27] = [
        TermKind::CessationOfHostilities,
        TermKind::ProhibitedActs,
        TermKind::GeographicScope,
        TermKind::Commencement,
        TermKind::Sequencing,
        TermKind::Extension,
        TermKind::Withdrawal,
        TermKind::Presence,
        TermKind::HostagePrisonerExchange,
        TermKind::Remains,
        TermKind::HumanitarianAccess,
        TermKind::FreedomOfMovement,
        TermKind::ReturnOfDisplaced,
        TermKind::MonitoringVerification,
        TermKind::DisputeResolution,
        TermKind::LiaisonDeconfliction,
        TermKind::Guarantees,
        TermKind::SecurityGuarantees,
        TermKind::Disarmament,
        TermKind::AmnestyJustice,
        TermKind::Governance,
        TermKind::TerritoryBorders,
        TermKind::Reconstruction,
        TermKind::SanctionsRelief,
        TermKind::Economic,
        TermKind::Confidentiality,
        TermKind::Other,
    ];

    /// Its name in records.
    pub fn name(self) -> &'static str {
        match self {
            TermKind::CessationOfHostilities => "cessation_of_hostilities",
            TermKind::ProhibitedActs => "prohibited_acts",
            TermKind::GeographicScope => "geographic_scope",
            TermKind::Commencement => "commencement",
            TermKind::Sequencing => "sequencing",
            TermKind::Extension => "extension",
            TermKind::Withdrawal => "withdrawal",
            TermKind::Presence => "presence",
            TermKind::HostagePrisonerExchange => "hostage_prisoner_exchange",
            TermKind::Remains => "remains",
            TermKind::HumanitarianAccess => "humanitarian_access",
            TermKind::FreedomOfMovement => "freedom_of_movement",
            TermKind::ReturnOfDisplaced => "return_of_displaced",
            TermKind::MonitoringVerification => "monitoring_verification",
            TermKind::DisputeResolution => "dispute_resolution",
            TermKind::LiaisonDeconfliction => "liaison_deconfliction",
            TermKind::Guarantees => "guarantees",
            TermKind::SecurityGuarantees => "security_guarantees",
            TermKind::Disarmament => "disarmament",
            TermKind::AmnestyJustice => "amnesty_justice",
            TermKind::Governance => "governance",
            TermKind::TerritoryBorders => "territory_borders",
            TermKind::Reconstruction => "reconstruction",
            TermKind::SanctionsRelief => "sanctions_relief",
            TermKind::Economic => "economic",
            TermKind::Confidentiality => "confidentiality",
            TermKind::Other => "other",
        }
    }

    /// The one that records call `name`.
    pub fn parse(name: &str) -> Option<TermKind> {
        TermKind::ALL.into_iter().find(|x| x.name() == name)
    }
}

/// The details that a term can have, ascending.
pub const PARAMETERS: [&str; 9] = ["condition", "deadline", "duration_days", "extent", "forces", "give", "place", "quantity", "take"];

/// A detail of a term: a number, words of the text, or an actor.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// A number; days for `duration_days`, units of the thing for `quantity`.
    Number(f64),
    /// Words of the text.
    Words(String),
    /// An actor: whose `forces`.
    Actor(ActorId),
}

/// One provision: the smallest thing that a party could accept alone. `text` is never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What it settles.
    pub kind: TermKind,
    /// The proposal it is part of; `None` where somebody wants it apart from any.
    pub proposal: Option<ProposalId>,
    /// The words that state it.
    pub text: Vec<Span>,
    /// `condition`, `deadline`, `duration_days`, `extent`, `forces`, `give`, `place`, `quantity`, `take`: each at most once, ascending.
    pub parameters: Vec<(&'static str, Parameter)>,
    /// How sure the reader is, 0..1.
    pub confidence: f32,
}
