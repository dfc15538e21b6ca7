//! Expressions: operators by precedence, and what follows a term.

use super::parser::{Parser, TooDeep};
use super::tree::*;
use crate::source::TextRange;

/// Most operators, or steps of a reference, in one row; the tree is as deep as such a row is long.
const MAX_CHAIN: usize = 500;

pub(super) type Parsed = Result<ExprId, TooDeep>;

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
}
