package foal.cpu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages stand on each other, and none but the switch knows that there is machine code. */
class FloorsTest {
    /** From the ground up. */
    private static final List<String> FLOORS =
            List.of("foal.cpu.host", "foal.cpu.unicorn", "foal.cpu.engine", "foal.cpu.machinecode", "foal.cpu");

    private static final JavaClasses CPU = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
            .importUrl(Hart.class.getProtectionDomain().getCodeSource().getLocation());

    @Test
    void everyPackageHasItsFloor() {
        Set<String> there = CPU.stream().map(JavaClass::getPackageName).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
        assertEquals(Set.copyOf(FLOORS), there);
    }

    @Test
    void everyPackageIsDescribedInTheSameForm() throws IOException {
        Pattern form = Pattern.compile("(?s)/\\*\\*\n \\* \\w.*<p>Invariants: .*<p>Entry points: .*<p>Exercise: .*<p>Further reading: .*");
        Path sources = Path.of(System.getProperty("foal.home"), "cpu/src/main/java");
        for (String name : FLOORS) {
            Path description = sources.resolve(name.replace('.', '/')).resolve("package-info.java");
            assertTrue(form.matcher(Files.readString(description)).matches(), description::toString);
        }
    }

    @Test
    void noPackageKnowsOneAbove() {
        for (int floor = 0; floor < FLOORS.size() - 1; floor++) {
            String[] above = FLOORS.subList(floor + 1, FLOORS.size()).toArray(String[]::new);
            noClasses().that().resideInAPackage(FLOORS.get(floor)).should().dependOnClassesThat().resideInAnyPackage(above).check(CPU);
        }
    }

    @Test
    void noPackagesKnowEachOtherInACircle() {
        slices().matching("foal.cpu.(*)..").should().beFreeOfCycles().check(CPU);
    }

    @Test
    void onlyTheSwitchKnowsOfMachineCode() {
        noClasses().that().resideOutsideOfPackage("foal.cpu.machinecode").and().doNotHaveFullyQualifiedName(MachineCodeSwitch.class.getName())
                .should().dependOnClassesThat().resideInAPackage("foal.cpu.machinecode").check(CPU);
    }
}
