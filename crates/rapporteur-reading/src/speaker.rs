//! Who is behind each statement, and who the actors of a text are.
//!
//! Decides: the speaker of every statement. Looks at: the words of its source, the names and descriptions of the text, who encloses it,
//! who spoke before. Must not know: scores, other documents.

use crate::actor;
use crate::bond::{Bonds, Sight};
use crate::cast::Cast;
use crate::finish;
use crate::headline;
use crate::meet;
use crate::name;
use crate::narrator;
use crate::phrase::Ground;
use crate::points::{self, Points};
use crate::rule::{Rule, rule};
use crate::statement::Statement;
use crate::tagged::Marks;
use crate::voice::Voices;
use crate::word::{self, Word};
use rapporteur_record::{Actor, ActorId, Decision, Document, Span, Speaker};

/// Takes the bearer of a name in the source for the speaker, whatever office or description stands around it.
///
/// Looks at: capitalised words, titles, appositions ("the foreign minister, Ana Tarn").
/// Known to fail: two people of one surname without titles; names that only begin sentences.
pub const NAMED: Rule = rule!("SP01", "the source names the speaker");
/// Gives a description ("the union", "the minister") to the actor last called so, with the same office and the same owner.
///
/// Looks at: head noun, the words before it, whose it is. Known to fail: synonyms that the text never ties together.
pub const DESCRIBED: Rule = rule!("SP02", "the source describes somebody met before");
/// Makes an actor of its own from a description that fits nobody met before, or that is of somebody unnamed.
///
/// Looks at: determiner, head noun. Known to fail: one who is described twice in words that have nothing in common.
pub const INTRODUCED: Rule = rule!("SP03", "the source describes somebody new or unnamed");
/// Gives "he", "she", "it" and "they" to the likeliest of those mentioned before.
///
/// Looks at: gender and number shown in the text or by a given name, distance, subjects, who spoke last, who is being quoted, whom the
/// pronouns before it stood for, which mention the network takes for the same actor. What each sign is worth stands in `lexicon/points.toml`. Known to fail: two of one gender in turn.
pub const PRONOUN: Rule = rule!("SP04", "a pronoun stands for somebody mentioned before");
/// Gives "I" to whoever is quoted, and "we" to whom they act for.
///
/// Looks at: the enclosing statement; in a transcript, the label; outside all quotations, the title ("Address by ..."), the first
/// line ("released by ...", "Ana Tarn, Secretary of State"), the body that publishes the text, or else the newspaper. Known to fail: "we" as the
/// speaker and the listener.
pub const FIRST_PERSON: Rule = rule!("SP05", "the first person is whoever is quoted");
/// Gives "you" to the one who was asked: the other voice of an interview.
pub const ADDRESSED: Rule = rule!("SP06", "the second person is whoever is addressed");
/// Gives "who" and "which" to what stands right before.
pub const RELATIVE: Rule = rule!("SP07", "a relative pronoun stands for the words before it");
/// Several stand behind one source: each part is read alone, the first named first.
pub const JOINT: Rule = rule!("SP08", "the source names several");
/// "Both sides", "the parties": the two bodies of the text that were named most up to there.
///
/// Known to fail: more than two parties.
pub const SIDES: Rule = rule!("SP09", "the sides are the two bodies named most");
/// A quotation without source and cue goes on from the last speaker; so does a colon, and "Says" at the beginning of a sentence.
pub const CONTINUES: Rule = rule!("SP10", "a quotation goes on from the last speaker");
/// Nobody is named, or it cannot be told who is meant: the speaker stays open.
pub const OPEN: Rule = rule!("SP11", "nobody is named here");

/// "The finance minister", of whom no name was found, is the one person near who was left without an office; "a senior barrister", with whom a
/// text begins, is the first person it names right after.
///
/// Looks at: offices of state, owners, gender, sentences between. Known to fail: a text that names another person only in passing.
pub const TIED: Rule = rule!("SP12", "the office is the one person left without one");

/// The rules of this module.
pub const RULES: &[Rule] = &[NAMED, DESCRIBED, INTRODUCED, PRONOUN, FIRST_PERSON, ADDRESSED, RELATIVE, JOINT, SIDES, CONTINUES, OPEN, TIED];

/// The actors of a text, and for each statement its speaker and what decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spoken {
    /// In order of their first mention.
    pub actors: Vec<Actor>,
    /// One per statement.
    pub speakers: Vec<Speaker>,
    /// One list per statement.
    pub decisions: Vec<Vec<Decision>>,
    /// Pronouns outside all sources, and whom each most likely means: a guess, good enough where other signs point the same way.
    pub pronouns: Vec<(Span, Vec<ActorId>)>,
}

/// Decides who is behind each statement, and who the actors of the text are. `sight`: what the network sees of them, if it was asked.
pub fn decide(document: &Document, statements: &[Statement], sight: Option<&Sight<'_>>) -> Spoken {
    decide_with(document, statements, sight, points::fitted())
}

/// As [`decide`], with other points: for fitting them.
pub fn decide_with(document: &Document, statements: &[Statement], sight: Option<&Sight<'_>>, points: &Points) -> Spoken {
    let words = word::words(&document.text);
    let marks = Marks::of(&words, sight.map(|s| s.tagged));
    let names = headline::cleared(&words, name::find(&words, &source_starts(&words, statements)));
    let beings = actor::join(&words, &names);
    let mut cast = Cast::new(&document.text, Ground { words: &words, names: &names }, &beings, points);
    let parts = meet::parts(&cast, statements);
    let named = names.iter().flat_map(|n| [n.all.clone(), n.core.clone(), n.owner.clone()]);
    let described = marks.likely.iter().cloned().chain(parts.iter().map(|p| p.range.clone()));
    cast.bonds = Bonds::of(&words, named.chain(described), sight);
    cast.titled = narrator::titled(document, &mut cast);
    narrator::offices(document, &mut cast);
    let met = meet::all(&mut cast, &parts, &marks);
    let narrator = narrator::of(document, statements, &mut cast);
    let mut voices = Voices::new(statements, &parts, &met, &words, narrator);
    voices.house = narrator::house(document, &cast);
    let (voices, guesses) = voices.resolve(&mut cast);
    finish::spoken(cast, voices, &guesses, &marks)
}

/// Of each word, whether a source begins there.
fn source_starts(words: &[Word], statements: &[Statement]) -> Vec<bool> {
    let mut starts = vec![false; words.len()];
    for span in statements.iter().flat_map(|s| &s.source) {
        if let Some(start) = starts.get_mut(word::inside(words, *span).start) {
            *start = true;
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rapporteur_record::SpeechAct;

    fn statement(source: Option<Span>, content: Span, within: Option<usize>) -> Statement {
        let source = source.into_iter().collect();
        Statement {
            source,
            cue: vec![],
            content: vec![content],
            addressee: vec![],
            within,
            speech_act: SpeechAct::Asserts,
            confidence: 1.0,
            outermost: 1.0,
            decisions: vec![],
        }
    }

    /// Each pair: a source (its last place in the text), and the names of whoever is behind it.
    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let spans = expected.iter().map(|(s, _)| text.rfind(s).and_then(|b| Span::new(text, b, b + s.len())).unwrap());
        let statements: Vec<Statement> = spans.map(|s| statement(Some(s), s, None)).collect();
        let document = Document { text: text.to_owned(), ..Document::default() };
        let spoken = decide(&document, &statements, None);
        for (speaker, (source, names)) in spoken.speakers.iter().zip(expected) {
            let found: Vec<&str> = match speaker {
                Speaker::Actor(ids) => ids.iter().map(|i| spoken.actors[i.0].name.as_str()).collect(),
                Speaker::Described(i) => vec![spoken.actors[i.0].name.as_str()],
                Speaker::Unresolved => vec![],
            };
            assert_eq!(found, *names, "{source} in {text}");
        }
    }

    #[test]
    fn titles_and_appositions_lead_to_the_name() {
        check("Velmarian Foreign Minister Ana Tarn said so.", &[("Velmarian Foreign Minister Ana Tarn", &["Ana Tarn"])]);
        check("Piet Oyle, the chief negotiator of the Dockers' Union, said so.", &[("Piet Oyle, the chief negotiator of the Dockers' Union", &["Piet Oyle"])]);
        check("Jonas Reck came on Monday. Mr Reck said so.", &[("Mr Reck", &["Jonas Reck"])]);
    }

    #[test]
    fn pronouns_and_descriptions_lead_back() {
        check("Mrs Lunde met Mr Varga at the port. She said so.", &[("She", &["Mrs Lunde"])]);
        check("The Dockers' Union met on Sunday. The union refused.", &[("The union", &["Dockers' Union"])]);
    }

    #[test]
    fn an_office_before_the_name_is_its_bearer() {
        check("The water minister left. The water minister, Ilka Brandt, said so.", &[("The water minister", &["Ilka Brandt"])]);
        check("A union met Mrs Brandt. It praised Mrs Brandt. The prime minister said so.", &[("The prime minister", &["Mrs Brandt"])]);
    }

    #[test]
    fn bodies_are_called_by_their_nouns() {
        check("Halden State Railways met the crews. The railway refused.", &[("The railway", &["Halden State Railways"])]);
        check("The Quay Workers' League met Oreth Steel plc on Sunday. The company refused.", &[("The company", &["Oreth Steel plc"])]);
        check("The Port Board met the Dockers' Union. Each side refused.", &[("Each side", &["Port Board", "Dockers' Union"])]);
        check("The Miners' League met the Nurses' Association and a bank. The unions refused.", &[("The unions", &["Miners' League", "Nurses' Association"])]);
    }

    #[test]
    fn a_body_with_a_preposition_in_its_name_leaves_the_bearer_of_the_office() {
        check("Board for fair pay chief Ana Tarn said so. Ms Tarn left.", &[("Board for fair pay chief Ana Tarn", &["Ana Tarn"]), ("Ms Tarn", &["Ana Tarn"])]);
    }

    #[test]
    fn an_office_for_something_leaves_its_bearer() {
        check("Ms Tarn left. Dahl Rail's director for ports Ana Tarn said so.", &[("Dahl Rail's director for ports Ana Tarn", &["Ana Tarn"])]);
    }

    #[test]
    fn a_party_of_another_name_is_another_party() {
        check("The Reed Party met the Grey League. The Grey League party refused.", &[("The Grey League party", &["Grey League"])]);
    }

    #[test]
    fn an_hour_before_a_name_is_none_of_it() {
        check("11.40 Dahl Rail says no.\n\n12.05 Dahl Rail says yes.", &[("05 Dahl Rail", &["Dahl Rail"])]);
    }

    #[test]
    fn their_own_body_is_the_one_they_act_for() {
        check("Ana Tarn leads the Dockers' Union. Dockers' Union leader Ana Tarn met a bank. Her union refused.", &[("Her union", &["Dockers' Union"])]);
    }

    #[test]
    fn names_are_one_with_and_without_marks() {
        check("Ilka Dârșan came. Darsan said so.", &[("Darsan", &["Ilka Dârșan"])]);
    }

    #[test]
    fn pronouns_in_passing_are_mentions() {
        let text = "Mrs Lunde left the port. Her car was late and she rang the union.";
        let spoken = decide(&Document { text: text.to_owned(), ..Document::default() }, &[], None);
        let mentions: Vec<&str> = spoken.actors.iter().filter(|a| a.name == "Mrs Lunde").flat_map(|a| a.mentions.iter().map(|m| m.of(text))).collect();
        assert_eq!(mentions, ["Lunde", "Her", "she"]);
    }

    #[test]
    fn the_one_a_text_begins_with_is_named_next() {
        check("Velmaria's top judge has left.\n\nLord Reck said so.", &[("Velmaria's top judge", &["Lord Reck"]), ("Lord Reck", &["Lord Reck"])]);
        check("A minister met Piet Oyle. Ana Tarn said so.", &[("A minister", &["A minister"]), ("Ana Tarn", &["Ana Tarn"])]);
    }

    #[test]
    fn a_description_with_a_place_is_whoever_spoke() {
        check("Ms Tarn left on Monday. Ms Tarn said so. The Oreth senator refused.", &[("Ms Tarn", &["Ms Tarn"]), ("The Oreth senator", &["Ms Tarn"])]);
        let known_as = "The Oreth senator known as the Reed";
        check("Ms Tarn left on Monday. Ms Tarn said so. The Oreth senator known as the Reed refused.", &[("Ms Tarn", &["Ms Tarn"]), (known_as, &[known_as])]);
    }

    #[test]
    fn a_group_called_by_its_number_is_its_ministers() {
        check("The L7 met. L7 finance ministers said so.", &[("L7 finance ministers", &["L7"])]);
        check("We met the L7 Foreign Ministers. The L7 said so.", &[("The L7", &["L7 Foreign Ministers"])]);
    }

    #[test]
    fn a_description_is_a_name_without_the_clause_behind_it() {
        let text = "A spokesman for the crews, which hold out, said so.";
        let source = Span::new(text, 0, 40).unwrap();
        let spoken = decide(&Document { text: text.to_owned(), ..Document::default() }, &[statement(Some(source), source, None)], None);
        assert!(spoken.actors.iter().any(|a| a.names.iter().any(|n| n == "A spokesman for the crews")), "{:?}", spoken.actors);
    }

    #[test]
    fn the_management_is_the_company() {
        check("Dahl Rail met a union. Dahl Rail management refused.", &[("Dahl Rail management", &["Dahl Rail"])]);
    }

    #[test]
    fn two_offices_are_one_person_and_two_groups_one_group() {
        check("Dahl chairman and chief executive Ana Tarn said so.", &[("Dahl chairman and chief executive Ana Tarn", &["Ana Tarn"])]);
        check("Envoys and county officials said so.", &[("Envoys and county officials", &["Envoys and county officials"])]);
        check("The union and the crews refused.", &[("The union and the crews", &["The union", "the crews"])]);
    }

    #[test]
    fn a_surname_that_is_also_a_people_is_its_bearer() {
        check("Ana French came on Monday. French said so.", &[("French", &["Ana French"])]);
    }

    #[test]
    fn an_office_cut_short_is_no_part_of_a_name() {
        check("Oreth Gov. Ana Tarn left. Oreth refused.", &[("Oreth Gov. Ana Tarn", &["Ana Tarn"]), ("Oreth", &["Oreth"])]);
    }

    /// Each source of a text under a title, and the name of whoever is behind its last place.
    fn titled(title: &str, text: &str, expected: &[(&str, &str)]) {
        let document = Document { title: Some(title.to_owned()), text: text.to_owned(), ..Document::default() };
        let spans = expected.iter().map(|(s, _)| text.rfind(s).and_then(|b| Span::new(text, b, b + s.len())).unwrap());
        let statements: Vec<Statement> = spans.map(|s| statement(Some(s), s, None)).collect();
        let spoken = decide(&document, &statements, None);
        for (speaker, (source, name)) in spoken.speakers.iter().zip(expected) {
            let Speaker::Actor(ids) = speaker else { panic!("{source}: {speaker:?}") };
            assert_eq!(spoken.actors[ids[0].0].name, *name, "{source} in {text}");
        }
    }

    #[test]
    fn a_statement_is_of_those_who_released_it() {
        let text = "The following statement was released by the governments of Velmaria and Oreth.\n\nDunmark has left the talks. The Dunmark government knows it. We regret it.";
        titled("Joint Statement on the Occasion of the Talks of the Dunmark Council", text, &[("We", "Velmaria")]);
    }

    #[test]
    fn a_signature_in_capitals_names_the_signer() {
        titled("The Lake", "Ana B. Tarn, Secretary of Ports\n\nI welcome the talks on the lake.", &[("I", "Ana B. Tarn")]);
    }

    #[test]
    fn unnamed_sources_stay_described() {
        check("Two officials said so. A diplomat denied it.", &[("Two officials", &["Two officials"]), ("A diplomat", &["A diplomat"])]);
    }

    #[test]
    fn nobody_named_stays_open() {
        let text = "It was said that it rained.";
        let content = Span::new(text, 12, 26).unwrap();
        let cue = Span::new(text, 3, 11).unwrap();
        let open = Statement { cue: vec![cue], ..statement(None, content, None) };
        let spoken = decide(&Document { text: text.to_owned(), ..Document::default() }, &[open], None);
        assert_eq!(spoken.speakers, [Speaker::Unresolved]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_text_and_no_statements_panic(parts in prop::collection::vec("(the |The |A |Mr |She |they |I |Ana Tarn|Union|'s |, |and |of |who |said |\"|\\(|\\)|\n|\\PC{0,3} )", 0..60), cuts in prop::collection::vec((0usize..400, 0usize..40, 0usize..400), 0..12)) {
            let text: String = parts.concat();
            let span = |b: usize, n: usize| Span::new(&text, b, b + n);
            let found = cuts.iter().filter_map(|(b, n, c)| Some((span(*b, *n), span(*c, 5)?)));
            let statements: Vec<Statement> = found.enumerate().map(|(i, (s, c))| statement(s, c, i.checked_sub(1))).collect();
            let spoken = decide(&Document { text: text.clone(), ..Document::default() }, &statements, None);
            prop_assert_eq!(spoken.speakers.len(), statements.len());
            prop_assert_eq!(spoken.decisions.len(), statements.len());
            let again = decide(&Document { text: text.clone(), ..Document::default() }, &statements, None);
            prop_assert_eq!(spoken, again);
        }
    }
}
