package foal.tools.explore;

import java.util.List;
import java.util.Locale;

/** The report on a campaign as people read it. */
final class TextReport {
    private static final int COLUMN = 60;

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(Report report) {
        TextReport text = new TextReport();
        text.summary(report);
        for (int i = 0; i < report.failures().size(); i++) {
            text.failure(i + 1, report.failures().get(i), report);
        }
        return text.text.toString();
    }

    private void summary(Report report) {
        int ways = report.failures().size();
        String outcome = ways == 0 ? "no failure" + scope(report)
                : report.failed() + " failed, in " + (ways == 1 ? "one way" : ways + " ways") + depth(report);
        text.append(String.format(Locale.ROOT, "%s of %s in %.1f s (%.0f/s): %s%n", counted(report.runs(), "schedule"), report.program(),
                report.seconds(), report.runs() / Math.max(report.seconds(), 1e-3), outcome));
        if (report.bounded() != null && report.bounded().cut() > 0) {
            text.append("In ").append(report.bounded().cut()).append(" of them a task ran so long that it had to make room: "
                    + "what it would have done next without the others was not tried.\n");
        }
    }

    private static String depth(Report report) {
        return report.bounded() == null ? "" : ", within bound " + report.bounded().preemptions() + " and not below";
    }

    private static String scope(Report report) {
        Report.Bounded bounded = report.bounded();
        return bounded == null ? ""
                : bounded.isWhole() ? " within bound " + bounded.bound() + (report.runs() == 1 ? ": the only schedule was run" : ": all " + report.runs() + " schedules run")
                : ", but the search within bound " + bounded.bound() + " was ended among schedules with " + counted(bounded.preemptions(), "preemption");
    }

    private void failure(int number, Report.Finding failure, Report report) {
        text.append(String.format("%n%d. %s, in %s%n", number, failure.summary(), counted(failure.times(), "schedule")));
        if (!failure.message().isEmpty()) {
            text.append("   it says: ").append(failure.message()).append('\n');
        }
        if (!failure.isScript()) {
            text.append("   The schedule could not be made shorter.\n");
        } else if (failure.switches().isEmpty()) {
            text.append("   It fails as well if each task runs until it blocks or ends.\n");
        } else {
            text.append("   It takes ").append(counted(failure.preemptions(), "preemption")).append(" and ")
                    .append(counted(failure.switches().size() - failure.preemptions(), "choice")).append(" of who runs when a task blocks:\n");
            failure.switches().forEach(line -> text.append("   - ").append(line).append('\n'));
        }
        if (failure.isCut()) {
            text.append("   It may take fewer: to make it shorter still would have taken too many runs.\n");
        }
        interleaving(failure.lines());
        if (!failure.places().isEmpty()) {
            text.append("   Where it ends:\n");
            failure.places().forEach(place -> text.append("   - ").append(place).append('\n'));
        }
        text.append("   To repeat it: ").append(report.replay(failure)).append('\n');
    }

    static String counted(long count, String what) {
        return (count == 0 ? "no" : count) + " " + what + (count == 1 ? "" : "s");
    }

    /** What tasks do around the switches, each in a column of its own. */
    private void interleaving(List<Report.Line> lines) {
        List<Integer> tasks = lines.stream().map(Report.Line::tid).distinct().toList();
        if (tasks.isEmpty()) {
            return;
        }
        text.append("   The lines that tasks come to just before and after a switch, in order:\n   ");
        for (int tid : tasks) {
            String name = lines.stream().filter(line -> line.tid() == tid).findFirst().orElseThrow().task();
            String title = "task " + tid + " (" + name + ")";
            text.append(title).repeat(' ', Math.max(1, COLUMN - title.length()));
        }
        while (text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        text.append('\n');
        for (Report.Line line : lines) {
            text.append("   ").repeat(' ', COLUMN * tasks.indexOf(line.tid())).append(line.source())
                    .append(line.text().isEmpty() ? "" : "  " + line.text()).append('\n');
        }
    }
}
