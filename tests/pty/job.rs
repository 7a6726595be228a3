//! ^Z and `fg`, in a shell with job control.

use rustix_openpty::rustix::process::Signal;

use super::{session::Session, stand_in};

const SIZE: (u16, u16) = (80, 24);

fn shell() -> Session {
    let mut shell = Session::spawn(
        "bash",
        ["--norc", "--noprofile", "-i"],
        SIZE,
        &[("PS1", "ready> "), ("HISTFILE", "/dev/null")],
    );
    shell.wait_for("ready>");
    shell
}

#[test]
fn a_stop_gives_the_terminal_to_the_shell_and_fg_takes_it_back() {
    let mut shell = shell();
    shell.send(stand_in::command_line());
    shell.wait_for("> row 0");
    shell.send("j");
    shell.wait_for("selected 1 ");
    shell.send("z");
    shell.wait_until("the shell", |screen| {
        !screen.alternate_screen() && screen.contents().contains("Stopped")
    });
    assert!(!shell.screen().hide_cursor());
    shell.send("fg\n");
    shell.wait_until("the console again", |screen| {
        screen.alternate_screen() && screen.contents().contains("selected 1 ")
    });
    shell.wait_for("row 22");
    assert!(shell.screen().hide_cursor());
    shell.send("jq");
    shell.wait_until("the third prompt", |screen| {
        !screen.alternate_screen() && screen.contents().matches("ready>").count() == 3
    });
    shell.send("exit\n");
    assert_eq!(shell.end().code(), Some(0));
}

#[test]
fn a_size_that_changed_meanwhile_is_drawn_after_fg() {
    let mut shell = shell();
    shell.send(stand_in::command_line());
    shell.wait_for("> row 0");
    shell.send("z");
    shell.wait_until("the shell", |screen| screen.contents().contains("Stopped"));
    shell.resize(100, 30);
    shell.send("fg\n");
    shell.wait_for("selected 0 100x30");
}

#[test]
fn without_a_shell_to_come_back_from_there_is_no_stop() {
    let mut session = stand_in::spawn(SIZE);
    session.send("zj");
    session.wait_for("selected 1 ");
    session.kill(Signal::TSTP);
    session.send("j");
    session.wait_for("selected 2 ");
    assert!(session.screen().alternate_screen());
}
