//! The first word of documentation: a noun or a verb, and no question.

/// Words with which no line of documentation begins.
const QUESTIONS: [&str; 7] = ["What", "Who", "Whose", "Whether", "How", "Which", "Once"];

/// The lines of documentation in a Rust file that begin with one of them.
pub(crate) fn check(path: &str, text: &str) -> Vec<String> {
    let lines = text.lines().enumerate();
    let broken = lines.filter_map(|(index, line)| {
        let word = first_word(line)?;
        let number = index + 1;
        QUESTIONS.contains(&word).then(|| {
            format!("{path}:{number}: documentation begins with {word}; open with a noun or a verb")
        })
    });
    broken.collect()
}

fn first_word(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let comments = ["///", "//!", "/**", "/*!"];
    let mut comments = comments
        .iter()
        .filter_map(|opening| line.strip_prefix(opening));
    let documentation = comments.next().or_else(|| attribute(line))?;
    let mut words = documentation.split(|character: char| !character.is_alphabetic());
    words.find(|word| !word.is_empty())
}

/// The text of a `#[doc = "…"]`, which is what a comment becomes, also where only a feature has it.
fn attribute(line: &str) -> Option<&str> {
    let attribute = line.strip_prefix("#[").or(line.strip_prefix("#!["))?;
    let (before, text) = attribute.split_once("doc = \"")?;
    (before.is_empty() || before.starts_with("cfg_attr(")).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn a_line_of_documentation_that_begins_with_a_question_is_named() {
        for (line, is_broken) in [
            ("/// What is posted.", true),
            ("    //! Whose it is.", true),
            ("    /// Once per record.", true),
            ("/// The record, and what is posted.", false),
            ("/// However it ends.", false),
            ("// What is posted, in a comment.", false),
            ("///", false),
            ("/** Which it is. */", true),
            ("#[doc = \"What is posted.\"]", true),
            ("#![doc = \"How it goes.\"]", true),
            ("#[cfg_attr(docsrs, doc = \"Whose it is.\")]", true),
            ("#[doc = \"The record, and what is posted.\"]", false),
            ("#[doc = $summary]", false),
            ("#[deprecated(note = \"What it was.\")]", false),
        ] {
            let broken = check("a.rs", &format!("fn a() {{}}\n{line}\n"));
            assert_eq!(broken.len(), usize::from(is_broken), "{line}");
            assert!(broken.iter().all(|place| place.starts_with("a.rs:2: ")));
        }
    }
}
