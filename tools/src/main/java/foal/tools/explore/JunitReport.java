package foal.tools.explore;

import foal.tools.cli.ExitCode;
import foal.tools.cli.Failure;
import foal.tools.cli.FileTrouble;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The report on a campaign as graders and CI read it: one test case, and one more for each way to fail. */
final class JunitReport {
    private JunitReport() {}

    static void write(Report report, Path file) throws Failure {
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            suite(report, xml);
            xml.writeEndDocument();
            xml.close();
        } catch (IOException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + FileTrouble.reason(e), e);
        } catch (XMLStreamException e) {
            throw new Failure(ExitCode.FAILED, "cannot write to " + file + ": " + e.getMessage(), e);
        }
    }

    private static void suite(Report report, XMLStreamWriter xml) throws XMLStreamException {
        String seconds = String.format(Locale.ROOT, "%.3f", report.seconds());
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "foal explore " + report.program());
        xml.writeAttribute("tests", Integer.toString(Math.max(1, report.failures().size())));
        xml.writeAttribute("failures", Integer.toString(report.failures().size()));
        xml.writeAttribute("time", seconds);
        if (report.failures().isEmpty()) {
            testCase(report, TextReport.counted(report.runs(), "schedule"), xml);
            xml.writeEndElement();
        }
        for (Report.Finding failure : report.failures()) {
            testCase(report, failure.summary(), xml);
            xml.writeStartElement("failure");
            xml.writeAttribute("type", failure.kind());
            xml.writeAttribute("message", printable(failure.summary() + (failure.message().isEmpty() ? "" : ": " + failure.message())));
            xml.writeCharacters(printable(Stream.of(failure.switches(), failure.places(), List.of(report.replay(failure)))
                    .flatMap(List::stream).collect(Collectors.joining("\n", "", "\n"))));
            xml.writeEndElement();
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }

    private static void testCase(Report report, String name, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", report.program());
        xml.writeAttribute("name", name);
    }

    /** XML has no way to write most control characters. */
    private static String printable(String text) {
        return text.replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
    }
}
