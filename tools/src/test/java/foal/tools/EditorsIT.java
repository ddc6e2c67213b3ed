package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs of the guest's /bin that have the terminal to themselves: vi, less and stty. */
class EditorsIT {
    private static final String PROMPT = "$ ", ESCAPE = "\033", CLEARED = "\033[H\033[J";

    private static void assertAllIsShown(Dialogue dialogue) throws Exception {
        Foal.Result result = dialogue.when(PROMPT, "exit 7\r").run(List.of("boot"));
        assertEquals(7, result.status(), result::toString);
    }

    @Test
    void viInsertsDeletesPutsSearchesAndUndoes() throws Exception {
        assertAllIsShown(new Dialogue()
                .when(PROMPT, "printf 'a\\nb\\nc\\n' > /tmp/f; vi /tmp/f\r")
                .when(CLEARED, "2ddonew line" + ESCAPE + "Gp:wq\r")
                .when(PROMPT, "cat /tmp/f; echo that is all\r")
                .when("c\r\nnew line\r\na\r\nb\r\nthat is all\r\n").when(PROMPT, "vi /tmp/f\r")
                .when(CLEARED, "/line\rxurLA!" + ESCAPE + "jJZZ")
                .when(PROMPT, "cat /tmp/f; echo that is all\r")
                .when("c\r\nnew Line!\r\na b\r\nthat is all\r\n"));
    }

    @Test
    void viDoesNotLoseWhatIsNotWritten() throws Exception {
        assertAllIsShown(new Dialogue()
                .when(PROMPT, "echo one > /tmp/f; vi /tmp/f\r")
                .when(CLEARED, "x:q\r")
                .when("not written since the last change", ":q!\r")
                .when(PROMPT, "cat /tmp/f\r")
                .when("\none\r\n"));
    }

    @Test
    void lessShowsAScreenAtATime() throws Exception {
        assertAllIsShown(new Dialogue()
                .when(PROMPT, "seq 50 > /tmp/f; less /tmp/f\r")
                .when(CLEARED + "1\r\n2\r\n").when("/tmp/f 23/50", " ")
                .when(CLEARED + "24\r\n").when("46/50", "/12\r")
                .when("not found", "g/12\r")
                .when(CLEARED + "12\r\n13\r\n", "G")
                .when("50/50 (END)", "q")
                .when(PROMPT, "seq 3 | less | cat\r")
                .when("1\r\n2\r\n3\r\n"));
    }

    @Test
    void sttyShowsAndChangesTheTerminal() throws Exception {
        assertAllIsShown(new Dialogue()
                .when(PROMPT, "stty size; stty rows 10 cols 70; stty size\r")
                .when("24 80\r\n10 70\r\n").when(PROMPT, "stty -echo intr ^A; stty; stty sane; stty; echo same\r")
                .when("intr = ^A;\r\n-echo\r\nsame\r\n").when(PROMPT, "stty cols 40; stty -a\r")
                .when("columns 40;\r\nintr = ^C; quit = ^\\; erase = ^?;\r\nkill = ^U;").when(PROMPT, "stty nonsense; echo status $?\r")
                .when("nonsense: there is no such setting").when("status 1\r\n"));
    }
}
