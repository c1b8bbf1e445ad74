package io.skyv.proto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rules of the protocol stand on the JDK alone, so whoever audits or re-implements them needs nothing else. */
@AnalyzeClasses(packages = "io.skyv.proto", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule shouldStandOnTheJdkAlone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.skyv.proto..");

    @ArchTest
    static final ArchRule shouldHaveNoCyclesBetweenPackages =
            slices().matching("io.skyv.proto.(*)..").should().beFreeOfCycles();
}
