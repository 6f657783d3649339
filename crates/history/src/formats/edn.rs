//! Extensible data notation, as far as recorded histories use it.
//!
//! nil, booleans, whole numbers, texts, keywords, symbols, vectors, lists, sets and maps; commas
//! are blank; `;` comments to the end of the line; a tag (`#jepsen.history.Op`) is passed over.
//! The grammar: the EDN specification, github.com/edn-format/edn.

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form<'t> {
    Nil,
    Bool(bool),
    Int(i64),
    Text(String),
    Keyword(&'t str),
    /// A symbol, or a number that is no whole one: as it is written.
    Other(&'t str),
    /// A vector, a list or a set.
    Sequence(Vec<Form<'t>>),
    Map(Vec<(Form<'t>, Form<'t>)>),
}

/// Deeper than any history; a bound for the stack.
const DEPTH_MAX: u32 = 32;

/// More lines than any event has; a bound for looking for a bracket that is not there.
const LINES_MAX: u32 = 64;

/// Reads forms one after the other, and knows the line.
pub(crate) struct Edn<'t> {
    rest: &'t str,
    line: u32,
    /// The line on which the form began that is being read.
    begun: u32,
}

impl<'t> Edn<'t> {
    pub(crate) const fn new(text: &'t str, line: u32) -> Self {
        Self { rest: text, line, begun: line }
    }

    /// The line that comes next, blanks and comments aside.
    pub(crate) fn line(&mut self) -> u32 {
        self.skip_blank();
        self.line
    }

    /// What comes next, without taking it.
    pub(crate) fn peek(&mut self) -> Option<char> {
        self.skip_blank();
        self.rest.chars().next()
    }

    /// Takes that character, if it comes next.
    pub(crate) fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.advance(wanted.len_utf8());
        }
        there
    }

    /// Reads one form. After what cannot be read it goes on at the line behind the one on which
    /// that began, so that the lines that follow are looked at too.
    pub(crate) fn form(&mut self) -> Result<Form<'t>, String> {
        self.skip_blank();
        let (rest, line) = (self.rest, self.line);
        self.begun = line;
        let form = self.nested(0);
        if form.is_err() {
            (self.rest, self.line) = (rest, line);
            self.advance(rest.find('\n').unwrap_or(rest.len()));
        }
        form
    }

    fn nested(&mut self, depth: u32) -> Result<Form<'t>, String> {
        if depth > DEPTH_MAX {
            return Err(format!("brackets are nested more than {DEPTH_MAX} deep"));
        }
        let next = self.peek();
        if self.line - self.begun > LINES_MAX {
            return Err(format!("it is not closed within {LINES_MAX} lines"));
        }
        match next {
            None => Err("it ends in the middle".to_owned()),
            Some('[') => self.sequence(1, ']', depth),
            Some('(') => self.sequence(1, ')', depth),
            Some('{') => self.map(depth),
            Some('"') => self.text(),
            Some('#') => {
                self.advance(1);
                if self.rest.starts_with('{') {
                    return self.sequence(1, '}', depth);
                }
                // `#_` leaves the next form out; any other tag says what the next form is.
                if self.rest.starts_with('_') {
                    self.advance(1);
                    self.nested(depth + 1)?;
                } else {
                    self.atom()?;
                }
                self.nested(depth + 1)
            }
            Some(_) => self.atom(),
        }
    }

    fn sequence(&mut self, opening: usize, closing: char, depth: u32) -> Result<Form<'t>, String> {
        self.advance(opening);
        let mut items = Vec::new();
        while !self.take(closing) {
            items.push(self.nested(depth + 1)?);
        }
        Ok(Form::Sequence(items))
    }

    fn map(&mut self, depth: u32) -> Result<Form<'t>, String> {
        self.advance(1);
        let mut entries = Vec::new();
        while !self.take('}') {
            let key = self.nested(depth + 1)?;
            if self.peek() == Some('}') {
                return Err("a key of a map has no value".to_owned());
            }
            entries.push((key, self.nested(depth + 1)?));
        }
        Ok(Form::Map(entries))
    }

    fn text(&mut self) -> Result<Form<'t>, String> {
        let mut text = String::new();
        let mut escaped = false;
        for (at, letter) in self.rest.char_indices().skip(1) {
            match (escaped, letter) {
                (_, '\n') => break,
                (false, '"') => {
                    self.advance(at + 1);
                    return Ok(Form::Text(text));
                }
                (false, '\\') => escaped = true,
                (false, _) => text.push(letter),
                (true, _) => {
                    escaped = false;
                    text.push(match letter {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        '"' | '\\' => letter,
                        _ => return Err(format!("`\\{letter}` in a text means nothing")),
                    });
                }
            }
        }
        Err("a text has no closing quote on its line".to_owned())
    }

    fn atom(&mut self) -> Result<Form<'t>, String> {
        let ends = |letter: char| letter.is_whitespace() || ",;\"()[]{}".contains(letter);
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let word = self.rest.get(..length).unwrap_or_default();
        if word.is_empty() {
            return Err(format!("`{}` stands where a value should", self.rest.chars().next().unwrap_or(' ')));
        }
        self.advance(length);
        Ok(match word {
            "nil" => Form::Nil,
            "true" => Form::Bool(true),
            "false" => Form::Bool(false),
            _ => match (word.strip_prefix(':'), word.strip_suffix('N').unwrap_or(word).parse()) {
                (Some(keyword), _) => Form::Keyword(keyword),
                (None, Ok(number)) => Form::Int(number),
                (None, Err(_)) => Form::Other(word),
            },
        })
    }

    fn skip_blank(&mut self) {
        loop {
            let begin = self.rest.find(|letter: char| !letter.is_whitespace() && letter != ',');
            self.advance(begin.unwrap_or(self.rest.len()));
            if !self.rest.starts_with(';') {
                return;
            }
            self.advance(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
    }

    fn advance(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.rest = rest;
    }
}

impl Form<'_> {
    /// The form as it is written, shortened.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Nil => "nil".to_owned(),
            Self::Bool(yes) => yes.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Text(text) => format!("\"{text}\""),
            Self::Keyword(name) => format!(":{name}"),
            Self::Other(word) => (*word).to_owned(),
            Self::Sequence(items) => {
                let items: Vec<String> = items.iter().take(4).map(Form::shown).collect();
                format!("[{}]", items.join(" "))
            }
            Self::Map(_) => "{…}".to_owned(),
        }
    }
}
