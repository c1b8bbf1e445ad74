package io.skyv.box;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules of docs/adr/0002: by feature, one way through the house, frameworks at the edges. */
@AnalyzeClasses(packages = "io.skyv.box", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.skyv.box.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule segmentAndStoreKnowNoFramework = classes()
            .that()
            .resideInAnyPackage("io.skyv.box.segment..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "io.skyv.proto..", "io.skyv.box.segment..");

    @ArchTest
    static final ArchRule theMeterKnowsNoFramework = classes()
            .that()
            .resideInAPackage("io.skyv.box.meter..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "io.skyv.proto..", "io.skyv.box.meter..", "io.skyv.box.uplink..");

    @ArchTest
    static final ArchRule onlyTheCaptureChildLoadsMediaLibraries = noClasses()
            .that()
            .resideOutsideOfPackage("io.skyv.box.capture.child..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..");

    @ArchTest
    static final ArchRule onlyTheUplinkSpeaksGrpc = noClasses()
            .that()
            .resideOutsideOfPackage("io.skyv.box.uplink..")
            .and()
            .resideOutsideOfPackage("io.skyv.box.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.skyv.v1..", "io.grpc..");
}
