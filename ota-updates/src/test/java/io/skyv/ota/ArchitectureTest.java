package io.skyv.ota;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Plain Java: the box, the control plane and the command line use the same code. */
@AnalyzeClasses(packages = "io.skyv.ota", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule shouldStandOnTheJdkAlone = classes()
            .that()
            .resideOutsideOfPackages("io.skyv.ota.json..", "io.skyv.ota.image..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "io.skyv.ota..");

    @ArchTest
    static final ArchRule shouldReadJsonInOnePlace = classes()
            .that()
            .resideInAPackage("io.skyv.ota.json..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "com.fasterxml.jackson.core..", "io.skyv.ota..");

    @ArchTest
    static final ArchRule shouldCompressInOnePlace = classes()
            .that()
            .resideInAPackage("io.skyv.ota.image..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "com.github.luben.zstd..", "io.skyv.ota..");

    @ArchTest
    static final ArchRule shouldDecideWithoutDiskNetworkOrClock = classes()
            .that()
            .resideInAPackage("io.skyv.ota.metadata..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.math..",
                    "java.nio",
                    "java.nio.charset..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify..",
                    "io.skyv.ota",
                    "io.skyv.ota.json..",
                    "io.skyv.ota.metadata..");

    @ArchTest
    static final ArchRule shouldHaveNoCyclesBetweenPackages =
            slices().matching("io.skyv.ota.(*)..").should().beFreeOfCycles();
}
