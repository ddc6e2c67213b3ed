package foal.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The kernel is a house of floors: what stands on one knows those below, never one above. */
class FloorsTest {
    /** From the ground up. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("syscall", "machine"),
            List.of("memory"),
            List.of("time"),
            List.of("task"),
            List.of("sched", "file"),
            List.of("exec", "chapter"),
            List.of("process", "mmap", "timer", "ipc", "poll", "message", "tty", "proc"),
            List.of("net", "debug", "device"),
            List.of("trace", "outside", "coredump"),
            List.of("explore", "race", "lockorder", "deadlock", "hostfs"),
            List.of("dispatch", "core"),
            List.of(""));

    private static final int MOST_ARGUMENTS = 6;

    private static final JavaClasses KERNEL = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importUrl(Kernel.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageHasItsFloor() {
        Set<String> there = KERNEL.stream().map(JavaClass::getPackageName).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        assertEquals(Set.of(packages(FLOORS)), there);
    }

    @Test
    void noPackageKnowsOneOnAFloorAbove() {
        for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
            String[] here = packages(FLOORS.subList(floor, floor + 1));
            String[] above = packages(FLOORS.subList(floor + 1, FLOORS.size()));
            noClasses().that().resideInAnyPackage(here).should().dependOnClassesThat().resideInAnyPackage(above).check(KERNEL);
        }
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("foal.kernel.(*)..").should().beFreeOfCycles().check(KERNEL);
    }

    @Test
    void noTwoClassesHaveTheSameName() {
        Set<String> seen = new HashSet<>();
        assertEquals(List.of(), KERNEL.stream().filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !seen.add(type.getSimpleName())).map(JavaClass::getName).toList());
    }

    @Test
    void noConstructorOfAClassTakesMoreThanSixArguments() {
        assertEquals(List.of(), KERNEL.stream().filter(type -> !type.isRecord() && !type.isEnum()).flatMap(type -> type.getConstructors().stream())
                .filter(constructor -> constructor.getRawParameterTypes().size() > MOST_ARGUMENTS)
                .map(JavaConstructor::getFullName).toList());
    }

    private static String[] packages(List<List<String>> floors) {
        return floors.stream().flatMap(List::stream).map(FloorsTest::fullName).toArray(String[]::new);
    }

    private static String fullName(String name) {
        return name.isEmpty() ? "foal.kernel" : "foal.kernel." + name;
    }
}
