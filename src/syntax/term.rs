//! Terms: names, numbers, calls, lists and objects, and finding one's feet again inside their brackets.

use super::expression::Parsed;
use super::parser::{Parser, TooDeep};
use super::tree::*;
use crate::source::TextRange;

impl Parser<'_> {
    pub(super) fn term(&mut self) -> Parsed {
        let start = self.at;
        match self.peek() {
            b'"' => self.quoted(),
            b'<' if self.looking_at(b"<<") => self.heredoc(),
            b'0'..=b'9' => Ok(self.number()),
            b'(' => self.parenthesis(),
            b'[' => self.tuple(),
            b'{' => self.object(),
            _ => match self.word() {
                Some(name) => self.named(name),
                None => {
                    self.error_here("a value must stand here", None);
                    Ok(self.push(ExprKind::Broken, start))
                }
            },
        }
    }

    fn number(&mut self) -> ExprId {
        let start = self.at;
        self.digits();
        if self.peek() == b'.' && self.byte(self.at + 1).is_ascii_digit() {
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), b'e' | b'E') {
            let sign = usize::from(matches!(self.byte(self.at + 1), b'+' | b'-'));
            if self.byte(self.at + 1 + sign).is_ascii_digit() {
                self.at += 1 + sign;
                self.digits();
            }
        }
        if self.peek().is_ascii_alphanumeric()
            || self.peek() == b'_'
            || (self.peek() == b'.' && self.byte(self.at + 1).is_ascii_digit())
        {
            self.error_here("this is no number", Some("quote it if it is text"));
        }
        self.push(ExprKind::Number, start)
    }

    fn digits(&mut self) {
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
    }

    fn parenthesis(&mut self) -> Parsed {
        let start = self.at;
        self.at += 1;
        let inner = self.across_lines(Self::expression)?;
        self.across_lines(Self::skip_blanks);
        if !self.eat(b')') {
            self.unclosed(start, "this parenthesis is not closed", Some("close it with )"));
        }
        Ok(self.push(ExprKind::Parenthesis(inner), start))
    }

    fn named(&mut self, name: TextRange) -> Parsed {
        let start = name.start as usize;
        let word = self.text_of(name);
        let mut name = name;
        if self.looking_at(b"::") {
            while self.eat_word(b"::") {
                match self.word() {
                    Some(part) => name = name.cover(part),
                    None => self.error_here("a name must follow ::", None),
                }
            }
            self.skip_blanks();
            if self.peek() != b'(' {
                self.error_here("a function must be called with (…)", None);
                return Ok(self.push(ExprKind::Broken, start));
            }
        }
        let before = self.at;
        self.skip_blanks();
        if self.peek() == b'(' {
            return self.call(start, name);
        }
        self.at = before;
        Ok(match word {
            b"true" => self.push(ExprKind::Bool(true), start),
            b"false" => self.push(ExprKind::Bool(false), start),
            b"null" => self.push(ExprKind::Null, start),
            _ => self.push(ExprKind::Variable, start),
        })
    }

    fn call(&mut self, start: usize, name: TextRange) -> Parsed {
        let open = self.at;
        self.at += 1;
        let mut arguments = Vec::new();
        let mut expand = false;
        let parsed = self.across_lines(|this| {
            loop {
                this.skip_blanks();
                if this.eat(b')') {
                    return Ok(());
                }
                if this.is_at_end() {
                    this.unclosed(open, "this call is not closed", Some("close it with )"));
                    return Ok(());
                }
                arguments.push(this.expression()?);
                this.skip_blanks();
                if this.eat_word(b"...") {
                    expand = true;
                    this.skip_blanks();
                    if !this.eat(b')') {
                        this.error_here("nothing may follow ... but the closing parenthesis", None);
                        this.skip_to_close(b')');
                    }
                    return Ok(());
                }
                if !this.eat(b',') && this.peek() != b')' {
                    if this.is_at_end() {
                        continue;
                    }
                    this.error_here("arguments are separated by commas", None);
                    this.skip_to_close(b')');
                    return Ok(());
                }
            }
        });
        parsed?;
        let arguments = self.expr_list(&arguments);
        Ok(self.push(ExprKind::Call { name, arguments, expand }, start))
    }

    fn tuple(&mut self) -> Parsed {
        let open = self.at;
        self.at += 1;
        self.across_lines(Self::skip_blanks);
        if self.is_for_ahead() {
            return self.across_lines(|this| this.for_expression(open, b']'));
        }
        let mut items = Vec::new();
        let parsed = self.across_lines(|this| {
            loop {
                this.skip_blanks();
                if this.eat(b']') {
                    return Ok(());
                }
                if this.is_at_end() {
                    this.unclosed(open, "this list is not closed", Some("close it with ]"));
                    return Ok(());
                }
                items.push(this.expression()?);
                this.skip_blanks();
                if !this.eat(b',') && this.peek() != b']' {
                    if this.is_at_end() {
                        continue;
                    }
                    this.error_here("elements are separated by commas", None);
                    this.skip_to_close(b']');
                    return Ok(());
                }
            }
        });
        parsed?;
        let items = self.expr_list(&items);
        Ok(self.push(ExprKind::Tuple(items), open))
    }

    fn object(&mut self) -> Parsed {
        let open = self.at;
        self.at += 1;
        let before = std::mem::replace(&mut self.newlines_are_blank, true);
        self.skip_blanks();
        self.newlines_are_blank = before;
        if self.is_for_ahead() {
            return self.across_lines(|this| this.for_expression(open, b'}'));
        }
        let outer = std::mem::replace(&mut self.newlines_are_blank, false);
        let mut items = Vec::new();
        let result = self.object_items(open, &mut items);
        self.newlines_are_blank = outer;
        result?;
        let list = List::new(self.tree.items.len() as u32, items.len() as u32);
        self.tree.items.extend(items);
        Ok(self.push(ExprKind::Object(list), open))
    }

    fn object_items(&mut self, open: usize, items: &mut Vec<Item>) -> Result<(), TooDeep> {
        loop {
            self.across_lines(Self::skip_blanks);
            if self.eat(b'}') {
                return Ok(());
            }
            if self.is_at_end() {
                self.unclosed(open, "this object is not closed", Some("close it with }"));
                return Ok(());
            }
            let key = self.expression()?;
            // Later keys are no trouble: only the first could begin a for expression.
            if items.is_empty()
                && matches!(self.tree.expr(key).kind, ExprKind::Variable)
                && self.text_of(self.tree.expr(key).range) == b"for"
            {
                let range = self.tree.expr(key).range;
                self.error(range, "the key for must be quoted", Some("write \"for\""));
            }
            self.skip_blanks();
            if !(self.eat(b'=') || self.eat(b':')) {
                if self.is_at_end() {
                    continue;
                }
                self.error_here("a key must be followed by = and its value", None);
                let value = self.broken();
                items.push(Item { key, value });
                self.skip_item();
                continue;
            }
            let value = self.expression()?;
            items.push(Item { key, value });
            self.skip_blanks();
            if self.eat(b',') || matches!(self.peek(), b'\n' | b'}') || self.is_at_end() {
                continue;
            }
            self.error_here("items are separated by commas or new lines", None);
            self.skip_item();
        }
    }

    /// To the next line or closing brace of an object.
    fn skip_item(&mut self) {
        while !self.is_at_end() && !matches!(self.peek(), b'\n' | b'}') {
            self.at += 1;
        }
    }

    fn expr_list(&mut self, items: &[ExprId]) -> List<ExprId> {
        let list = List::new(self.tree.expr_lists.len() as u32, items.len() as u32);
        self.tree.expr_lists.extend(items);
        list
    }

    /// Reports a bracket without its partner, once for each place where reading had to stop.
    pub(super) fn unclosed(&mut self, open: usize, message: &str, help: Option<&'static str>) {
        if self.unclosed_at != Some(self.end) {
            self.unclosed_at = Some(self.end);
            self.error(TextRange::new(open as u32, open as u32 + 1), message, help);
        }
    }

    /// After a fault inside brackets: to their end, or to the end of the line.
    pub(super) fn skip_to_close(&mut self, close: u8) {
        let mut open = 0_usize;
        while !self.is_at_end() {
            match self.peek() {
                byte if byte == close && open == 0 => {
                    self.at += 1;
                    return;
                }
                b'(' | b'[' | b'{' => open += 1,
                b')' | b']' | b'}' => {
                    if open == 0 {
                        return;
                    }
                    open -= 1;
                }
                b'\n' if self.recovering => return,
                _ => {}
            }
            self.at += 1;
        }
    }
}
