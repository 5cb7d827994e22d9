//! The rules' public pages.
//!
//! Decides: codes, names and the words of each page. Must not know: how a rule looks.

/// One rule of the linter.
#[derive(Debug)]
pub struct Rule {
    /// Its code.
    pub code: &'static str,
    /// Its short name.
    pub name: &'static str,
    /// Whether it tells a fault; otherwise it lists something for people to weigh.
    pub fault: bool,
    /// What it finds and why that matters.
    pub what: &'static str,
    /// A clause that it tells.
    pub example: &'static str,
    /// How to mend it.
    pub mend: &'static str,
}

macro_rules! rules {
    ($($id:ident = $code:literal $name:literal $fault:literal: $what:literal, $example:literal, $mend:literal;)*) => {
        $(pub(super) const $id: &Rule = &Rule { code: $code, name: $name, fault: $fault, what: $what, example: $example, mend: $mend };)*
        /// All rules, by code.
        pub const RULES: &[&Rule] = &[$($id),*];
    };
}

rules! {
    NOBODY = "DL01" "nobody-named" true: "A duty names no debtor, or one that is no party of the deal; a power has no known holder. What nobody owes, nobody does, and nobody can be said to have broken.",
        "act = \"open\"\nobject = \"the ford road\"", "Name who owes it: `debtor = \"PARTY\"`, and declare the party.";
    NO_DEADLINE = "DL02" "no-deadline" true: "A duty to achieve has no last day: no deadline, no schedule, no phase that ends. A duty to keep up has no end and belongs to no phase. It can never be overdue.",
        "act = \"hand over\"\nobject = \"its list\"", "Give a `deadline` (or `until`), or put it in a phase that ends.";
    NO_VERIFICATION = "DL03" "no-verification" true: "Nobody verifies a duty and no way of verifying it is stated, or the verifier is no party of the deal. Its state will be one side's word against the other's.",
        "kind = \"refrain\"\nact = \"moor\"\nobject = \"armed boats\"", "Add `verified_by = \"PARTY\"` or `verification = \"how\"`.";
    QUANTITY = "DL04" "quantity-missing" true: "An act that is nothing without a number has none, or a number has no unit.",
        "act = \"release\"\nobject = \"soldiers taken at the ford\"", "Add `quantity` and `unit`, a `ratio`, or a `schedule`; write `all` where a list settles the number.";
    UNDEFINED = "DL05" "undefined-term" true: "A clause uses a term that it treats as defined (listed under `uses`, set in quotation marks, or written with capitals) and that no definition explains.",
        "uses = [\"buffer strip\"]", "Add a `[[definition]]` for it, or word it plainly.";
    CIRCLE = "DL06" "circle" true: "Duties wait for each other in a circle: each may wait for the other for ever, and neither is in breach.",
        "id = \"licence\"\nrequires = \"deposit fulfilled\"\n...\nid = \"deposit\"\nrequires = \"licence fulfilled\"", "Let one go first, in parts, or let a third hold both in trust.";
    CANNOT_BEGIN = "DL07" "phase-cannot-begin" true: "A phase waits for something that cannot come before it begins, or nothing says when it begins.",
        "id = \"two\"\nrequires = \"hand-back fulfilled\"\n...\nid = \"hand-back\"\nphase = \"two\"", "Let it wait for an earlier phase, a day or a report.";
    NEVER_ENDS = "DL08" "phase-never-ends" true: "A phase has no length, no end and nothing that ends it, or goes on while something lasts and has no last day. What is due by its end is never due.",
        "[[phase]]\nid = \"handover\"\nstarts = \"signature\"", "Add `length`, `ends` or `ended_by` (`at_latest` where it goes on while something lasts); if it is meant to last, `lasting = true`.";
    NOBODY_EXTENDS = "DL09" "nobody-may-extend" true: "The text speaks of an extension, and no power says who may grant it, or the power has no holder or no length, or can never be used: it opens only after its last day, or after the end that it would put off.",
        "[[phase]]\nid = \"one\"\nextendable = true", "Add a `[[power]]` with `kind = \"extend\"`, `holder`, `length` and `at_most`.";
    OVERLAP = "DL10" "overlap" true: "One party owes the same act on the same object twice over the same time, with different terms. Which counts is open.",
        "act = \"raise\"\nobject = \"basic pay\"\nquantity = 3\n...\nact = \"raise\"\nobject = \"basic pay\"\nquantity = 5", "Keep one, or part them by time, place or object.";
    CLASH = "DL11" "clash" true: "One party must do and must not do the same thing at one time, must do one thing and what undoes it (hold a gate open, not open it), or must leave a place and stay in it.",
        "act = \"withdraw\"\nplace = \"Sella town\"\n...\nkind = \"keep up\"\nact = \"keep a post\"\nplace = \"Sella town\"", "Let one end before the other begins, or name different places.";
    LEFT_OPEN = "DL12" "left-open" true: "Forces move, and which forces or to and from where is not said, or is left to be agreed; or a place or forces are named by a word that leaves open which they are (\"the relevant areas\", \"certain units\").",
        "act = \"withdraw\"\nobject = \"two kilometres back\"", "Name `forces` and `place`.";
    TWO_READINGS = "DL13" "two-readings" false: "A wording that each side can read its own way. Sometimes that is what both want: it is listed, not judged.",
        "\"shall without delay\"", "If it is not meant, give a day, a number or who decides.";
    TOO_EARLY = "DL14" "due-too-early" true: "A duty falls due before what it waits for need be done.",
        "deadline = \"10 days after signature\"\nrequires = \"maps fulfilled\"\n...\nid = \"maps\"\ndeadline = \"20 days after signature\"", "Count its deadline from what it waits for.";
    ENDS = "DL15" "ends-not-stated" true: "The deal counts days and does not say how: whether the first and the last day count, calendar or working days, which time zone. Then the usual rule is applied, and parties quarrel over a day.",
        "deadline = \"3 days after signature\"", "Add `[calendar]` with `time_zone`, `days`, `first_day`, `last_day`.";
    SUMS = "DL16" "sums-differ" true: "The parts of a schedule do not add up to the quantity.",
        "quantity = 33\nschedule = [{ by = ..., quantity = 30 }]", "Mend one of the two.";
    POWER = "DL17" "power-without-effect" true: "A power lacks what it needs to work: what it touches, the duty it puts in place of another, a way to wake what it put to rest, a day on which it can be used.",
        "kind = \"suspend\"\ntarget = \"release\"", "Add the `target`, the `substitute`, or a power to resume.";
    UNKNOWN = "DL18" "unknown-name" true: "A clause refers to a phase, duty, power, happening or party that the deal does not have.",
        "requires = \"relase fulfilled\"", "Declare it, or mend the name.";
    NO_CREDITOR = "DL19" "no-creditor" true: "A duty is owed to nobody. Who may complain, release from it or accept less is open.",
        "debtor = \"north\"\nact = \"open\"", "Add `creditor`.";
    NO_SOURCE = "DL20" "no-source" true: "A clause does not say where it comes from: no words, no place, no term of a record.",
        "[[obligation]]\nid = \"maps\"", "Add `source = { text = \"...\", place = \"art. 3\" }`.";
    REVERSED = "DL21" "ends-before-it-begins" true: "A duty is due, or ends, before it begins: its deadline or its end comes before its `from`, or before its phase begins. It cannot be done in time.",
        "from = 2031-06-01\nuntil = 2031-05-01", "Mend one of the two days.";
    PAST_PHASE = "DL22" "due-after-its-phase" true: "A duty to achieve is due after the phase that it belongs to has ended. Whether it is still owed then is open.",
        "phase = \"one\"                            # length = \"30 days\"\ndeadline = \"40 days after start of one\"", "Bring the day into the phase, lengthen the phase, or take the duty out of it.";
    OWED_TO_ITSELF = "DL23" "owed-to-itself" true: "A party owes a duty to itself alone. Nobody else may complain, and it may release itself.",
        "debtor = \"north\"\ncreditor = \"north\"", "Name the other party as `creditor`.";
    OWN_VERIFIER = "DL24" "verified-by-its-debtor" true: "Who owes a duty is the only one to verify it, and no way of verifying it is stated. Its state will be one side's word.",
        "debtor = \"north\"\nverified_by = \"north\"", "Name another verifier, or say how it is seen: `verification = \"how\"`.";
    EMPTY_PHASE = "DL25" "empty-phase" true: "A phase has no day: its length is nought, or it ends before it starts. Nothing can be done in it.",
        "[[phase]]\nid = \"handover\"\nlength = \"0 days\"", "Give it a length, or mend one of the two days.";
    NO_LIMIT = "DL26" "extension-without-limit" true: "A power to extend does not say how often it may be used. Whoever holds it can put off the end for ever.",
        "kind = \"extend\"\ntarget = \"one\"\nlength = \"10 days\"", "Add `at_most = 1`, or however often it may be used.";
}

/// The page of all rules, as `docs/deal/lint.md` has it.
pub fn page() -> String {
    let mut out = String::from(
        "# What the deal linter finds\n\nWritten from the rules themselves: a test compares this page with them. A rule marked *listed* tells no fault; people weigh it.\n",
    );
    for r in RULES {
        let kind = if r.fault { "" } else { " (listed)" };
        out.push_str(&format!("\n## {} {}{kind}\n\n{}\n\n```toml\n{}\n```\n\n{}\n", r.code, r.name, r.what, r.example, r.mend));
    }
    out
}
