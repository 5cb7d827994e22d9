//! The reference page is made from the program and compared: every command, option and rule is on it.

use crate::run::{root, run, same_as_file};

#[test]
fn the_reference_page_is_up_to_date() {
    let mut page = "# Reference\n\nMade by the tests (`UPDATE_CASES=1`) from the program itself; edit the program, not this page.\n\n## Commands\n".to_owned();
    let top = run(&["--help"]).out;
    page += &format!("\n### rapporteur\n\n```text\n{}\n```\n", top.trim_end());
    let commands: Vec<&str> = top
        .lines()
        .skip_while(|l| *l != "Commands:")
        .skip(1)
        .map_while(|l| l.strip_prefix("  "))
        .filter_map(|l| l.split(' ').next())
        .filter(|c| !c.is_empty())
        .collect();
    assert!(commands.len() >= 6);
    for command in commands {
        page += &format!("\n### rapporteur {command}\n\n```text\n{}\n```\n", run(&[command, "--help"]).out.trim_end());
    }
    page += "\n## Exit codes\n\n| code | means |\n|---|---|\n| 0 | all was read |\n| 1 | some input was rejected; the rest was read |\n| 2 | the command line is wrong |\n| 3 | nothing could be read, or what was asked for is not there |\n| 4 | the dossier cannot be used, or is not as it was written |\n| 130 | interrupted; what was finished is written |\n";
    page += "\n## Rules\n\nEvery decision that `rapporteur explain` shows names one of these.\n";
    page += &rules();
    same_as_file("docs/reference.md", &page);
}

/// Every rule with the comment that stands at its declaration.
fn rules() -> String {
    let list = run(&["rules"]).out;
    let lines: Vec<&str> = list.lines().collect();
    let mut seen = Vec::new();
    let mut out = String::new();
    for pair in lines.chunks(2) {
        let (code, summary) = pair[0].split_once("  ").unwrap();
        let (file, line) = pair[1].trim().rsplit_once(':').unwrap();
        assert!(!seen.contains(&code), "two rules are called {code}");
        seen.push(code);
        let source = std::fs::read_to_string(root().join(file)).unwrap();
        let before: Vec<&str> = source.lines().take(line.parse::<usize>().unwrap() - 1).collect();
        let comment: Vec<&str> = before.iter().rev().map_while(|l| l.trim().strip_prefix("///")).map(|l| l.strip_prefix(' ').unwrap_or(l)).collect();
        assert!(!comment.is_empty(), "the rule {code} has no comment");
        let comment: Vec<&str> = comment.into_iter().rev().collect();
        out += &format!("\n### {code}: {summary}\n\n{}\n\nIn `{file}`.\n", comment.join("\n"));
    }
    assert!(seen.len() > 10);
    out
}
