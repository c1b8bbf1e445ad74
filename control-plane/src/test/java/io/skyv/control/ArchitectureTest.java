package io.skyv.control;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Date;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;

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
                    "java..",
                    "io.skyv.proto..",
                    "io.skyv.control.economy",
                    "io.skyv.control.journal",
                    "io.skyv.control.ledger",
                    "io.skyv.control.route",
                    "org.jspecify..");

    /** No clock, no disk, no network, no chance, no threads: the same operations must come to the same everywhere. */
    @ArchTest
    static final ArchRule theEconomyAndItsJournalKnowNothingThatCouldDiffer = classes()
            .that()
            .resideInAnyPackage("io.skyv.control.economy", "io.skyv.control.journal")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                            "java.lang",
                            "java.lang.invoke",
                            "java.lang.runtime",
                            "java.math",
                            "java.nio.charset",
                            "java.util",
                            "java.util.function",
                            "java.util.stream",
                            "io.skyv.proto..",
                            "io.skyv.control.economy",
                            "io.skyv.control.journal",
                            "org.jspecify..")
                    .or(type(MessageDigest.class))
                    .or(type(ByteBuffer.class)));

    @ArchTest
    static final ArchRule theEconomyAndItsJournalTossNoCoins = noClasses()
            .that()
            .resideInAnyPackage("io.skyv.control.economy", "io.skyv.control.journal")
            .should()
            .dependOnClassesThat(type(Thread.class)
                    .or(type(Random.class))
                    .or(type(SplittableRandom.class))
                    .or(type(UUID.class))
                    .or(type(Date.class)))
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Math.class, "random");

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
