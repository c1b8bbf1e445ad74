package io.skyv.hardware;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Plain Java; a box that reads a profile needs no validator. */
@AnalyzeClasses(packages = "io.skyv.hardware", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.skyv.hardware.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule readingNeedsNoValidator = noClasses()
            .that()
            .resideOutsideOfPackage("io.skyv.hardware.check..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.networknt..", "com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule noFramework =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..");
}
