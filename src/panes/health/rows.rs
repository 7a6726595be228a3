//! The list's rows: areas with their rows under them, what is not well first.

use super::{Health, report};
use crate::{
    facts::ResourceName,
    panes::{Cx, Standing},
    rules::health::{Area, Category, HealthStatus, RULES, RowReport},
    ui::{self, Listing, Mark, Role},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    Area(Area),
    /// The row of a rule, for the thing of this name.
    Row(String, ResourceName),
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) letter: &'static str,
    pub(super) role: Role,
    pub(super) name: String,
    pub(super) status: &'static str,
    pub(super) value: String,
    pub(super) question: &'static str,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

pub(super) fn rows(pane: &Health, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let Some(report) = report(cx) else {
        return out;
    };
    let mut areas = report.areas();
    // The worst first.
    areas.sort_by_key(|(_, category, _)| *category);
    for (area, category, count) in areas {
        let mut group = vec![of_area(area, category, count)];
        let mut rows: Vec<&RowReport> = report.of_area(area).collect();
        rows.sort_by_key(|row| row.judged.status);
        for row in rows {
            if pane.hide_well && is_well(row) {
                out.hidden += 1;
                continue;
            }
            group.push(self::row(row));
        }
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

pub(super) fn standing(cx: &Cx<'_>) -> Standing {
    let Some(report) = report(cx).filter(|report| !report.rows.is_empty()) else {
        return Standing::Unread;
    };
    let of = |wanted: &[HealthStatus]| {
        let rows = report.rows.iter();
        rows.filter(|row| wanted.contains(&row.judged.status))
            .count()
    };
    let bad = of(&[HealthStatus::Issue, HealthStatus::Missing]);
    let ill = bad + of(&[HealthStatus::Degraded, HealthStatus::NotTested]);
    let unknown = of(&[HealthStatus::Unknown]);
    match (bad, ill) {
        (0, 0) => Standing::counted(Mark::Unknown, unknown),
        (0, ill) => Standing::counted(Mark::Drifted, ill),
        (_, ill) => Standing::counted(Mark::Failed, ill),
    }
}

fn is_well(row: &RowReport) -> bool {
    matches!(row.judged.status, HealthStatus::Ok | HealthStatus::ByDesign)
}

/// The letter and the colour of a status: never one without the other.
pub(super) fn mark(status: HealthStatus) -> (&'static str, Role) {
    match status {
        HealthStatus::Issue => (Mark::Failed.letter(), Role::Bad),
        HealthStatus::Missing => (Mark::Missing.letter(), Role::Bad),
        HealthStatus::Degraded => (Mark::Drifted.letter(), Role::Warn),
        HealthStatus::NotTested => ("o", Role::Warn),
        HealthStatus::Unknown => (Mark::Unknown.letter(), Role::Warn),
        HealthStatus::ByDesign => ("d", Role::Dim),
        HealthStatus::Ok => (Mark::InSync.letter(), Role::Good),
    }
}

fn of_area(area: Area, category: Category, count: usize) -> Row {
    let (letter, role) = match category {
        Category::Issues => mark(HealthStatus::Issue),
        Category::Degraded => mark(HealthStatus::Degraded),
        Category::NotTested => mark(HealthStatus::NotTested),
        Category::Unknown | Category::Partial => mark(HealthStatus::Unknown),
        Category::Ok => mark(HealthStatus::Ok),
    };
    let name = area.word().to_owned();
    Row {
        key: Key::Area(area),
        depth: 0,
        name: name.clone(),
        of_interest: false,
        more: Cells {
            letter,
            role,
            name,
            status: category.word(),
            value: crate::facts::numbered(count, "row"),
            question: "",
        },
    }
}

fn row(row: &RowReport) -> Row {
    let (letter, role) = mark(row.judged.status);
    let rule = RULES.iter().find(|rule| rule.id == row.rule);
    let (name, status) = (row.name.raw().to_owned(), row.judged.status.word());
    Row {
        key: Key::Row(row.rule.clone(), row.name.clone()),
        depth: 1,
        name: format!("{name} {status} {} {}", row.kind.word(), row.judged.value),
        of_interest: row.judged.status.is_ill(),
        more: Cells {
            letter,
            role,
            name,
            status,
            value: row.judged.value.clone(),
            question: rule.map_or("", |rule| rule.title),
        },
    }
}
