package io.skyv.control;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The shape of the house: what may know what. */
@AnalyzeClasses(packages = "io.skyv.control", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule pureCoresKnowOnlyJavaAndTheProtocol = classes()
            .that()
            .resideInAnyPackage("io.skyv.control.ledger", "io.skyv.control.route")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.skyv.proto..", "io.skyv.control.ledger", "io.skyv.control.route", "org.jspecify..");

    @ArchTest
    static final ArchRule theLedgerAndTheRouteDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("io.skyv.control.ledger")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.skyv.control.route");

    @ArchTest
    static final ArchRule nobodyKnowsTheEdges = noClasses()
            .that()
            .resideOutsideOfPackages("..rest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..rest..")
            .as("nobody but an edge itself knows a *.rest package");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("(io.skyv.control..)").should().beFreeOfCycles();
}
