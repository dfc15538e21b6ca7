//! Expressions: operators by precedence, then terms with what follows them.

use super::parser::{Parser, TooDeep, is_word};
use super::tree::*;
use crate::source::TextRange;

/// Most operators, or steps of a reference, in one row; the tree is as deep as such a row is long.
const MAX_CHAIN: usize = 500;

type Parsed = Result<ExprId, TooDeep>;

impl Parser<'_> {
    /// An expression; [`ExprKind::Broken`] where there is none.
    pub(super) fn expression(&mut self) -> Parsed {
        self.deeper()?;
        let result = self.conditional();
        self.shallower();
        result
    }

    /// Something between brackets, in which newlines are blanks.
    pub(super) fn across_lines<T>(&mut self, parse: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.newlines_are_blank, true);
        let result = parse(self);
        self.newlines_are_blank = before;
        result
    }

    fn conditional(&mut self) -> Parsed {
        self.skip_blanks();
        let start = self.at;
        let condition = self.binary(0)?;
        self.skip_blanks();
        if !self.eat(b'?') {
            return Ok(condition);
        }
        let then = self.expression()?;
        self.skip_blanks();
        if !self.eat(b':') {
            self.error_here("the : of this condition is missing", Some("write condition ? value : other value"));
            return Ok(self.push(ExprKind::Broken, start));
        }
        let otherwise = self.expression()?;
        let end = self.tree.expr(otherwise).range.end;
        let range = TextRange::new(start as u32, end);
        Ok(self.push_range(ExprKind::Conditional { condition, then, otherwise }, range))
    }

    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.unary()?;
        let mut count = 0;
        loop {
            self.skip_blanks();
            let Some((operator, length, strength)) = self.operator_ahead() else { return Ok(left) };
            if strength < least {
                return Ok(left);
            }
            count += 1;
            if count > MAX_CHAIN {
                let message = format!("more than {MAX_CHAIN} operators stand in a row");
                let range = self.range_from(self.at);
                self.error(range, &message, Some("split the expression up with locals"));
                self.end = self.at;
                return Err(TooDeep);
            }
            self.at += length;
            self.deeper()?;
            let right = self.binary(strength + 1);
            self.shallower();
            let right = right?;
            let range = self.tree.expr(left).range.cover(self.tree.expr(right).range);
            left = self.push_range(ExprKind::Binary { operator, left, right }, range);
        }
    }

    fn operator_ahead(&self) -> Option<(BinaryOperator, usize, u8)> {
        use BinaryOperator::*;
        let next = self.byte(self.at + 1);
        Some(match self.peek() {
            b'|' if next == b'|' => (Or, 2, 1),
            b'&' if next == b'&' => (And, 2, 2),
            b'=' if next == b'=' => (Equal, 2, 3),
            b'!' if next == b'=' => (NotEqual, 2, 3),
            b'<' if next == b'=' => (LessOrEqual, 2, 4),
            b'>' if next == b'=' => (GreaterOrEqual, 2, 4),
            b'<' if next != b'<' => (Less, 1, 4),
            b'>' => (Greater, 1, 4),
            b'+' => (Add, 1, 5),
            b'-' => (Subtract, 1, 5),
            b'*' => (Multiply, 1, 6),
            b'/' => (Divide, 1, 6),
            b'%' if next != b'{' => (Remainder, 1, 6),
            _ => return None,
        })
    }

    fn unary(&mut self) -> Parsed {
        self.skip_blanks();
        let start = self.at;
        let operator = match self.peek() {
            b'-' => UnaryOperator::Negate,
            b'!' if self.byte(self.at + 1) != b'=' => UnaryOperator::Not,
            _ => return self.term_with_steps(),
        };
        self.at += 1;
        self.deeper()?;
        let operand = self.unary();
        self.shallower();
        let operand = operand?;
        let range = TextRange::new(start as u32, self.tree.expr(operand).range.end);
        Ok(self.push_range(ExprKind::Unary { operator, operand }, range))
    }

    fn term_with_steps(&mut self) -> Parsed {
        let term = self.term()?;
        self.steps(term)
    }

    /// `.name`, `[key]`, `[*]`, `.*` behind a term.
    fn steps(&mut self, mut base: ExprId) -> Parsed {
        let start = self.tree.expr(base).range.start as usize;
        for count in 0.. {
            let before = self.at;
            self.skip_blanks();
            if count > MAX_CHAIN {
                self.error_here("this reference has too many steps", None);
                self.end = self.at;
                return Err(TooDeep);
            }
            match self.peek() {
                b'.' if self.looking_at(b"...") => return Ok(self.back_to(before, base)),
                b'.' => {
                    self.at += 1;
                    self.skip_blanks();
                    match self.step_after_dot(start, base)? {
                        Some(next) => base = next,
                        None => return Ok(base),
                    }
                }
                b'[' => base = self.bracket_step(start, base)?,
                _ => return Ok(self.back_to(before, base)),
            }
        }
        Ok(base)
    }

    /// Blanks behind a term belong to nobody.
    fn back_to(&mut self, at: usize, base: ExprId) -> ExprId {
        if !self.newlines_are_blank {
            self.at = at.max(self.tree.expr(base).range.end as usize).min(self.at);
        }
        base
    }

    fn step_after_dot(&mut self, start: usize, base: ExprId) -> Result<Option<ExprId>, TooDeep> {
        if let Some(name) = self.word() {
            return Ok(Some(self.push(ExprKind::Attribute { base, name }, start)));
        }
        if self.peek().is_ascii_digit() {
            let digits = self.at;
            while self.peek().is_ascii_digit() {
                self.at += 1;
            }
            if self.peek() == b'.' && self.byte(self.at + 1).is_ascii_digit() {
                self.error_here("two numbers cannot follow each other here", Some("write [0][1]"));
            }
            let index = self.range_from(digits);
            return Ok(Some(self.push(ExprKind::LegacyIndex { base, index }, start)));
        }
        if self.eat(b'*') {
            return self.attribute_splat(start, base).map(Some);
        }
        self.error_here("a name must follow the dot", None);
        Ok(None)
    }

    /// `.*` takes the attributes that follow; an index behind them is one into the list of results.
    fn attribute_splat(&mut self, start: usize, base: ExprId) -> Parsed {
        let item_start = self.at;
        let mut each = self.push(ExprKind::SplatItem, item_start);
        for _ in 0..MAX_CHAIN {
            let before = self.at;
            self.skip_blanks();
            if self.peek() != b'.' || self.looking_at(b"...") {
                self.at = before;
                break;
            }
            self.at += 1;
            if self.peek() == b'*' {
                self.error_here("a second splat cannot follow a first one with a dot", Some("write [*]"));
                self.at += 1;
                break;
            }
            match self.step_after_dot(item_start, each)? {
                Some(next) => each = next,
                None => break,
            }
        }
        Ok(self.push(ExprKind::Splat { base, each }, start))
    }

    fn bracket_step(&mut self, start: usize, base: ExprId) -> Parsed {
        let open = self.at;
        self.at += 1;
        self.across_lines(Self::skip_blanks);
        if self.peek() == b'*' {
            let star = self.at;
            self.at += 1;
            self.across_lines(Self::skip_blanks);
            if self.eat(b']') {
                let item_start = self.at;
                let item = self.push(ExprKind::SplatItem, item_start);
                self.deeper()?;
                let each = self.steps(item);
                self.shallower();
                let each = each?;
                return Ok(self.push(ExprKind::Splat { base, each }, start));
            }
            self.at = star;
        }
        let key = self.across_lines(Self::expression)?;
        self.across_lines(Self::skip_blanks);
        if !self.eat(b']') {
            self.unclosed(open, "this bracket is not closed", Some("close it with ]"));
        }
        Ok(self.push(ExprKind::Index { base, key }, start))
    }

    fn term(&mut self) -> Parsed {
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

    fn is_for_ahead(&self) -> bool {
        let next = self.byte(self.at + 3);
        self.looking_at(b"for") && !is_word(next) && next < 0x80 && !self.is_key_ahead(self.at + 3)
    }

    /// Whether `=` or `:` follows: `for = 1` is a key.
    fn is_key_ahead(&self, at: usize) -> bool {
        let rest = self.text[at..self.end].trim_ascii_start();
        matches!(rest.first(), Some(b'=' | b':'))
    }

    fn for_expression(&mut self, open: usize, close: u8) -> Parsed {
        self.at += 3;
        let Some((key, value)) = self.for_names() else {
            self.skip_to_close(close);
            return Ok(self.push(ExprKind::Broken, open));
        };
        let collection = self.expression()?;
        self.skip_blanks();
        if !self.eat(b':') {
            self.error_here("a colon must follow the collection of a for", None);
            self.skip_to_close(close);
            return Ok(self.push(ExprKind::Broken, open));
        }
        let mut result = self.expression()?;
        self.skip_blanks();
        let mut result_key = None;
        if self.eat_word(b"=>") {
            if close == b']' {
                self.error_here("only an object for has keys", Some("use { } around it"));
            }
            result_key = Some(result);
            result = self.expression()?;
            self.skip_blanks();
        } else if close == b'}' {
            self.error_here("an object for needs key => value", Some("use [ ] around it for a list"));
        }
        let grouped = self.eat_word(b"...");
        if grouped && close == b']' {
            self.error_here("only an object for can group with ...", None);
        }
        self.skip_blanks();
        let mut condition = None;
        if self.eat_keyword(b"if") {
            condition = Some(self.expression()?);
            self.skip_blanks();
        }
        if !self.eat(close) {
            if self.is_at_end() {
                self.unclosed(open, "this for is not closed", None);
            } else {
                self.error_here("the for must end here", None);
                self.skip_to_close(close);
            }
        }
        self.tree.fors.push(For { key, value, collection, result_key, result, grouped, condition });
        let id = ForId(self.tree.fors.len() as u32 - 1);
        Ok(self.push(ExprKind::For(id), open))
    }

    /// `key, value in`.
    pub(super) fn for_names(&mut self) -> Option<(Option<TextRange>, TextRange)> {
        self.skip_blanks();
        let Some(first) = self.word() else {
            self.error_here("a name must follow for", None);
            return None;
        };
        self.skip_blanks();
        let second = if self.eat(b',') {
            self.skip_blanks();
            let name = self.word();
            if name.is_none() {
                self.error_here("a name must follow the comma", None);
            }
            self.skip_blanks();
            Some(name?)
        } else {
            None
        };
        if !self.eat_keyword(b"in") {
            self.error_here("in must follow the names of a for", None);
            return None;
        }
        Some(match second {
            Some(value) => (Some(first), value),
            None => (None, first),
        })
    }

    pub(super) fn eat_keyword(&mut self, word: &[u8]) -> bool {
        let start = self.at;
        match self.word() {
            Some(found) if self.text_of(found) == word => true,
            _ => {
                self.at = start;
                false
            }
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
    fn skip_to_close(&mut self, close: u8) {
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
