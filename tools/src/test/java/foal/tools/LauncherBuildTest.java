package foal.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import foal.tools.boot.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the launcher ./foal has built, and when. It stands in a project without contents; its Maven and its Java only say
 * how they were called, and leave behind the files that the launcher looks at.
 */
class LauncherBuildTest {
    private static final String MAVEN = """
            #!/bin/sh
            echo "mvn $*" >> "$project/calls"
            mkdir -p cpu/target/classes kernel/target/classes tools/target/classes
            echo "\\"-Dfoal.home=$(pwd -P)\\"" > tools/target/foal.args
            for module in cpu kernel tools; do
                [ -z "$(find $module/src/main -newer tools/target/built 2> /dev/null)" ] || touch $module/target/classes/A.class
            done
            [ -f says ] || exit 0
            cat says
            exit 1
            """;
    /** The step of the build is done once somebody has read of it. */
    private static final String JAVA = """
            #!/bin/sh
            for word; do
                case $word in
                    @*.args) modules=${word##*/} ;;
                    */foal.tools.start.FastStart)
                        touch "$project/tools/target/fast.args"
                        echo prepare >> "$project/calls"
                        [ -p "$project/prepared" ] && echo prepared > "$project/prepared"
                        exit ;;
                esac
            done
            echo "java $modules" >> "$project/calls"
            """;

    @TempDir
    private Path folder;
    private Path project;

    @BeforeEach
    void aProjectThatIsNotBuilt() throws Exception {
        project = Files.createDirectory(folder.resolve("ein Projekt für Foal"));
        Files.copy(Installation.find().home().resolve("foal"), project.resolve("foal"));
        program("mvn", MAVEN);
        program("jdk/bin/java", JAVA);
        Files.writeString(project.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        sh("mkdir -p cpu/src/main kernel/src/main tools/src/main; touch pom.xml cpu/pom.xml cpu/fetch-unicorn.sh kernel/pom.xml tools/pom.xml; "
                + "mkdir userland; cd userland; touch pom.xml fetch-libc.sh; mkdir -p src/main include lib sync bin samples tests bench; cd ..; find . -exec touch -t 202001010000 {} +");
    }

    private void program(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    /** Runs a script in the project. @return what it says */
    private String sh(String script) throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", script).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        shell.environment().put("FOAL_JAVA_HOME", project.resolve("jdk").toString());
        shell.environment().put("project", project.toString());
        shell.environment().keySet().removeAll(List.of("https_proxy", "HTTPS_PROXY"));
        shell.environment().merge("PATH", project.toString(), (old, first) -> first + ":" + old);
        Process process = shell.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), script);
        return Files.readString(folder.resolve("said"));
    }

    /** What was called since it was asked last. */
    private List<String> calls() throws IOException {
        List<String> calls = Files.readAllLines(project.resolve("calls"));
        Files.delete(project.resolve("calls"));
        return calls;
    }

    private void build() throws Exception {
        sh("./foal");
        calls();
    }

    @Test
    void theFirstBuildPreparesAFastStart() throws Exception {
        assertEquals("foal: building (first time: some minutes) …\n", sh("./foal"));
        assertEquals(List.of("mvn -B -Dmaven.test.skip=true process-classes", "prepare", "java fast.args"), calls());
        assertEquals("", sh("./foal"));
        assertEquals(List.of("java fast.args"), calls());
    }

    @Test
    void afterAnEditOfTheKernel_GuestProgramsStay_AndItRunsFromTheNewClasses() throws Exception {
        build();
        assertEquals("foal: building …\n", sh("touch kernel/src/main/A.java; ./foal"));
        assertEquals(List.of("mvn -B -Dmaven.test.skip=true -Dfoal.userland.is.built=true process-classes", "java classes.args"), calls());
    }

    @Test
    void afterAnEditOfASample_TheClassesStay_AndWithThemTheFastStart() throws Exception {
        build();
        sh("touch userland/samples/a.c; ./foal");
        assertEquals(List.of("mvn -B -Dmaven.test.skip=true process-classes", "java fast.args"), calls());
    }

    @Test
    void classesThatAnotherRunOfMavenHasCompiledAreNotMissed() throws Exception {
        build();
        sh("touch kernel/src/main/A.java kernel/target/classes/A.class; ./foal");
        assertEquals("java classes.args", calls().getLast());
    }

    @Test
    void theThirdStartOfABuildPreparesAFastStartMeanwhile() throws Exception {
        build();
        sh("mkfifo prepared; touch kernel/src/main/A.java; ./foal; ./foal");
        assertEquals(List.of("java classes.args", "java classes.args"), calls().subList(1, 3));
        assertEquals("prepared\n", sh("./foal; cat prepared; ./foal"));
        assertEquals(List.of("java classes.args", "java fast.args", "prepare"), calls().stream().sorted().toList());
    }

    @Test
    void mavenIsToldOfTheProxyThatOtherProgramsAreToldOf() throws Exception {
        sh("https_proxy=http://me:secret@proxy.here:3128/ ./foal");
        assertEquals("mvn -B -Dmaven.test.skip=true -Dhttps.proxyHost=proxy.here -Dhttps.proxyPort=3128 "
                + "-Daether.connector.http.useSystemProperties=true process-classes", calls().getFirst());
    }

    @Test
    void fromAnotherFolderAndThroughALinkItBuildsItsOwnProject() throws Exception {
        assertEquals("foal: building (first time: some minutes) …\n", sh("mkdir other; cd other; ln -s ../foal f; ./f"));
        assertEquals(List.of("mvn -B -Dmaven.test.skip=true process-classes", "prepare", "java fast.args"), calls());
    }

    @Test
    void whereNothingCanBeWrittenThisIsSaidInALine() throws Exception {
        assertEquals("foal: cannot build: nothing can be written to %s/tools/target; `foal doctor` says more\n125\n".formatted(project.toRealPath()),
                sh("touch tools/target; ./foal; echo $?"));
    }

    @Test
    void aWarningOfTheCompilerIsShownWithItsPlace() throws Exception {
        build();
        Files.writeString(project.resolve("says"), """
                [WARNING] COMPILATION WARNING :\s
                [WARNING] /home/me/foal/kernel/src/main/java/A.java:[87,38] [rawtypes] found raw type: List
                  missing type arguments for generic class List<E>
                [INFO] 1 warning
                [ERROR] COMPILATION ERROR :\s
                [ERROR] error: warnings found and -Werror specified
                [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile: Compilation failure
                [ERROR] error: warnings found and -Werror specified
                [ERROR] -> [Help 1]
                """);
        assertEquals("""
                foal: building …
                /home/me/foal/kernel/src/main/java/A.java:87: [rawtypes] found raw type: List
                  missing type arguments for generic class List<E>
                error: warnings found and -Werror specified
                """, sh("touch kernel/src/main/A.java; ./foal").replaceFirst("foal: the build failed.*\n", ""));
    }

    @Test
    void whatTheCompilerSaysIsShownOnce() throws Exception {
        build();
        Files.writeString(project.resolve("says"), """
                [INFO] Building Foal: the kernel 1.0-SNAPSHOT                             [4/5]
                [ERROR] COMPILATION ERROR :\s
                [ERROR] /home/me/foal/kernel/src/main/java/A.java:[3,10] error: cannot find symbol
                  symbol:   class Foo
                [ERROR] /home/me/foal/kernel/src/main/java/A.java:[4,10] error: cannot find symbol
                  symbol:   class Foo
                [ERROR] Failed to execute goal org.apache.maven.plugins:maven-compiler-plugin:3.14.1:compile: Compilation failure:\s
                [ERROR] /home/me/foal/kernel/src/main/java/A.java:[3,10] error: cannot find symbol
                [ERROR]   symbol:   class Foo
                [ERROR] /home/me/foal/kernel/src/main/java/A.java:[4,10] error: cannot find symbol
                [ERROR]   symbol:   class Foo
                [ERROR] -> [Help 1]
                """);
        assertEquals("""
                foal: building …
                /home/me/foal/kernel/src/main/java/A.java:3: error: cannot find symbol
                  symbol:   class Foo
                /home/me/foal/kernel/src/main/java/A.java:4: error: cannot find symbol
                  symbol:   class Foo
                foal: the build failed; all that Maven says is in %s/tools/target/build.log; `foal doctor` says more
                125
                """.formatted(project.toRealPath()), sh("touch kernel/src/main/A.java; ./foal; echo $?"));
    }
}
