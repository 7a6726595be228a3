//! Watchkeeper: a terminal operations console whose every write stands behind a gate.
//!
//! This page is the architecture. `tests/house` enforces it.
//!
//! # Rooms
//!
//! A pure core, adapters at the edge. A module names only modules of a lower rank,
//! so nothing can rot into a cycle; outside things stay behind fences.
//!
//! | rank | module | what it is |
//! |---|---|---|
//! | 0 | [`facts`] | what we know: roles, policies, faults, settings; serde only; remote text raw, beside the one sanitiser |
//! | 0 | [`keys`] | chords, the keymap read from TOML, what a command is |
//! | 1 | [`ask`] | questions to the world as data, their answers, and the IAM actions each needs |
//! | 1 | [`policy`] | the IAM policy language: parse, canonical form, evaluate, compare, explain |
//! | 1 | [`logs`] | the log store: compact buffers, an index of lines, filters, search, invocations |
//! | 1 | [`registry`] | the service registry: what its entries point at, and whether they still do |
//! | 1 | [`template`] | CloudFormation and SAM templates: places, intrinsics, roles, edits that touch nothing else |
//! | 2 | [`rules`] | judgement: pure functions from facts to findings, one file each, in a registry |
//! | 2 | [`gate`] | the one door for writes: drafts to plans, guards, the phrase, the journal's records |
//! | 2 | [`cause`] | from symptom to cause: denials read out of texts, the first failure, what lacks the permission, what a workflow's text and queue say of a run |
//! | 3 | [`checks`] | one file per question that the product answers: asks, judgement, findings; the `Store` of all facts and conclusions |
//! | 3 | [`ui`] | theme roles and plain widgets; the only room that turns text into cells |
//! | 4 | [`runbooks`] | guided procedures as data: their steps, what these ask of what is known, how far an execution came |
//! | 4 | [`flow`] | the loop's vocabulary: `Msg`, `Effect`, `Turn` |
//! | 5 | [`report`] | renders conclusions as text and JSON; judges nothing |
//! | 6 | [`panes`] | one file per pane: cursors, what it wants to know, commands, drawing |
//! | 7 | [`shell`] | the app: focus, layers, routing, answers, the frame |
//! | edge | [`edge`] | all that touches the world: terminal, AWS, working tree, memory, the demo |
//! | top | [`run`], [`config`], [`cli`] | the loop; settings; the command line |
//!
//! `edge` may name `facts keys ask logs policy registry template gate flow`, never what judges or
//! draws; the core never names `edge`. AWS SDKs, tokio, files, processes and clocks are named only in
//! `edge run config cli main`; ratatui only where something is drawn; crossterm only in
//! `edge/terminal`, for the terminal's modes.
//!
//! # Straight lines
//!
//! **A key press**: `edge/terminal` (bytes to `Msg::Key`), `run`, `shell/route` (top
//! layer first), `keys` (chords and scopes to a command's id), a pane's `command`
//! (effects, no I/O), `run`, and one frame from `shell/draw`.
//!
//! **An answer**: `edge/dispatch` (a cancellable task), `edge/aws` (SDK types to
//! facts, errors to faults), `run`, `shell/answer` (stale tickets are dropped, another
//! account forgets the old one), `checks/store` (a failed refresh never blanks what was
//! known). Then `shell/wants`: what the pane wants against what is known makes the
//! next asks and cancels, and changed facts are judged off the drawing task
//! (`Effect::Judge`, answered by `Msg::Judged`; older generations are dropped).
//!
//! **A line of a log**: a pane wants something of the log that it shows (`Effect::Log`, an
//! order), the thread of `edge/log_desk` owns the lines, reads their sources (files by place,
//! groups by asks like any other, a job's log piece by piece as it comes) and tells news (`Msg::Log`): the rows around the cursor,
//! counts, and what moved. The drawing task never indexes, filters, searches or reads.
//!
//! **A gated write**: a pane proposes a draft (harmless data); `shell/confirm` has it
//! read afresh (`Effect::Prepare`), `gate/plan` runs every guard, and the layer shows
//! the preview. The person types the phrase; `gate/approved` gives the one `Approved`
//! there is. What a draft lacks, as the comment of a review, is asked in `shell/form` before
//! that. What only prepares, or writes what is live into a committed file, takes a plain yes, and `gate/acknowledged` gives an `Acknowledged`.
//! Either leaves the app in the `Turn` in which it was given, and `run` alone hands it
//! to `edge/write`: look again, same fingerprint?,
//! journal the intent and sync, open the permit, call once, follow what goes on, read
//! back, journal the outcome, verify. Five locks, each alone enough: by type (no other
//! way to an `Approved`), by absence (the writing client is made for one approval, in
//! `edge/write/client`, for GitHub in `edge/github/writing`), on the wire (`edge/aws/read_only` passes only listed reads,
//! `edge/write/permit` only the plan's requests, each once; on GitHub `edge/github/lock` and
//! `edge/github/permit`, by method, path and body), by time (fingerprint and
//! five minutes), by trace (no journal, no write).
//!
//! # Words
//!
//! One word, one meaning. The field's terms (AWS's, GitHub's, the terminal's) keep theirs.
//!
//! | word | what it is |
//! |---|---|
//! | ask, answer | a question to the world as data, and what it said (`ask`) |
//! | question | an ask of one kind, with the type of its answer (`ask::Question`) |
//! | fault | why something could not be read or done, with what to do next (`facts::Fault`) |
//! | reason | one sentence for a person; nothing is decided by it (`facts::Reason`) |
//! | finding | what a rule found, with its evidence (`facts::Finding`) |
//! | check, topic, conclusion | a question of the product, what it is about, and what was judged (`checks`) |
//! | draft | a change that somebody proposes; harmless data (`gate::Draft`) |
//! | observed | what was read afresh for a draft (`gate::Observed`) |
//! | assessment | a draft with what was observed and its impact (`gate::Assessment`) |
//! | impact | what a change gives and takes away (`gate::Impact`) |
//! | ruling | a guard's pass, warning or stop (`gate::guards::Ruling`) |
//! | plan | an assessment that every guard has ruled on (`gate::Plan`) |
//! | approved, acknowledged, confirmed | a plan with its typed phrase, with a plain yes, or either (`gate`) |
//! | session id | which run of the program, in which world, a plan belongs to (`gate::SessionId`) |
//! | subject | what a write changes, for those who must not know the write itself (`gate::writes::Subject`) |
//! | executor | what a world must do to be written to (`edge::write::Executor`) |
//! | progress | how far a write that goes on by itself has come (`gate::writes::Progress`) |
//! | effect | what the loop is to do (`flow::Effect`); in a policy, IAM's own `Effect` |
//! | verdict | how one policy compares with another (`facts::Verdict`) |
//! | culprit | what is to blame for a refused call (`cause::stack_story::Culprit`) |
//! | destination | what a text names and a person can go to (`ui::Destination`) |
//! | trouble, part | something that is wrong with all that has its cause, and one of the checks that it was found by (`checks::watch`) |
//! | acknowledgement, noting | a person's note that a trouble is known, kept on this machine, and what they are asked for it (`facts::Acknowledgement`, `panes::Noting`) |
//! | row, mark | how a rule of the pipeline found the repository, and one place where it saw it (`rules::pipeline`) |
//! | station, threat | a node of the way from a commit to the alarms, and what somebody could do to the pipeline (`rules::pipeline`) |
//! | log | what somebody reads: lines with filters, a search and bookmarks on them (`logs::Log`) |
//! | desk, order, news | a log that somebody looks at, what is wanted of it, and all that a screen shows of it (`logs::Desk`) |
//! | gap | a hole in what was read, shown as a row at its place (`logs::Level::Gap`) |
//! | entry | what a service of Cloud Map has registered: Cloud Map's word is instance (`facts::Entry`) |
//! | keeper | who would register an entry again that a person takes away (`registry::keeper`) |
//! | streak | since when a workflow is red on a branch (`cause::streak::Streak`) |
//! | candidate | a known cause that was looked for, and what came of looking (`cause::no_jobs::Candidate`) |
//! | presented | what a job's OIDC token says of it, as far as that is known (`cause::token_subject::Presented`) |
//! | execution, step record | a runbook that somebody carries out, and what came of one of its steps (`facts::StepRecord`) |
//! | standing | where a step of an execution stands (`runbooks::Standing`); what is known of a pane's things (`panes::Standing`) |
//! | permit | what lets one planned request pass on the wire (`edge::write`, `edge::github`) |
//! | field | what a person writes before a draft can be proposed (`gate::field`) |
//! | hub | the repository on GitHub that is written to, GitHub's or a recorded one (`edge::write::github`) |
//!
//! # Where a new thing goes
//!
//! | new | one new file | plus |
//! |---|---|---|
//! | part of a role that can drift | `src/rules/drift/x.rs` (`RULE`) | two lines in `src/rules/drift.rs`; fixtures under `tests/rules/drift/x` |
//! | rule of the pipeline | `src/rules/pipeline/x.rs` (`RULE`) | two lines in `src/rules/pipeline.rs`; fixtures under `tests/rules/pipeline/x` |
//! | check | `src/checks/x.rs` (`Check`) | two lines in `src/checks.rs`: it is then a topic and a headless command |
//! | chain across panes | `src/cause/across/x.rs` (`RULE`): a true fixture, and one of a mere coincidence, in `tests/cause/across.rs` | two lines in `src/cause/across.rs` |
//! | pane | `src/panes/x.rs`: its rows, detail and views, its commands each with what it does | its line in `src/panes.rs`; bindings in `keymaps/default.toml`; a journey and a screenshot |
//! | read of AWS | `src/ask/<service>.rs`: each ask once, with its words, its calls and the type of its answer; `src/edge/aws/<service>.rs`: how it is read; its facts; a recorded answer for the demo | `Cargo.toml`, `facts.rs`, lines in `ask.rs` and `edge/aws.rs`; allow-list, needed policy, words and routing are derived |
//! | read of GitHub | `src/ask/github/<part>.rs`, as above; its endpoint in `endpoint.rs`; `src/edge/github/`; its facts; a recorded answer for the demo | `tests/edge/github/openapi.json` made anew by the script beside it |
//! | gated write | `src/gate/writes/x.rs` (pure) | its lines in `gate/writes.rs`, its call in `edge/write/<service>.rs` (none for GitHub: the plan has method, path and body); a new subject in `gate/writes/subject.rs`; refusal tests in `tests/write` |
//! | guard | `src/gate/guards/x.rs` (`GUARD`) | two lines in `gate/guards.rs`; `tests/gate/guards/x.rs` |
//! | runbook | `runbooks/x.toml` | its line in `src/runbooks.rs`; a journey |
//! | question of a runbook | `src/runbooks/question/x.rs` (`QUESTION`) | two lines in `src/runbooks/question.rs` |
//! | theme, keymap | a TOML file in `themes/`, `keymaps/` | its line in the built-in list |
//!
//! A newcomer reads this page, `run.rs`, `flow/`, `checks/stacks.rs`, `panes/drift.rs`, `gate/plan.rs`,
//! `gate/approved.rs`, `edge/write/apply.rs`, one rule under `rules/drift/`, and one
//! journey under `tests/journeys/`.

pub mod ask;
pub mod cause;
pub mod checks;
pub mod cli;
pub mod config;
pub mod edge;
pub mod facts;
pub mod flow;
pub mod gate;
pub mod keys;
pub mod logs;
pub mod panes;
pub mod policy;
pub mod registry;
pub mod report;
pub mod rules;
pub mod run;
pub mod runbooks;
pub mod shell;
pub mod template;
pub mod ui;
