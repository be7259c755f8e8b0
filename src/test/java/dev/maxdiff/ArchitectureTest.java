package dev.maxdiff;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.maxdiff.process.LastStep;
import org.junit.jupiter.api.Test;

/** The house. Think hard about the layering before changing this. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.maxdiff");

  /** What is in the jar of a watcher process. */
  private static final String[] OF_THE_CHILD = {
    "dev.maxdiff.watch", "dev.maxdiff.domain", "dev.maxdiff.broker", "dev.maxdiff.broker.alpaca"
  };

  @Test
  void packagesLookDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("domain")
        .definedBy("dev.maxdiff.domain")
        .layer("actors")
        .definedBy("dev.maxdiff.actors")
        .layer("state")
        .definedBy("dev.maxdiff.state")
        .layer("broker")
        .definedBy("dev.maxdiff.broker")
        .layer("alpaca")
        .definedBy("dev.maxdiff.broker.alpaca")
        .layer("paper")
        .definedBy("dev.maxdiff.broker.paper")
        .layer("execution")
        .definedBy("dev.maxdiff.execution")
        .layer("watch")
        .definedBy("dev.maxdiff.watch")
        .layer("process")
        .definedBy("dev.maxdiff.process")
        .layer("supervision")
        .definedBy("dev.maxdiff.supervision")
        .layer("control")
        .definedBy("dev.maxdiff.control")
        .layer("session")
        .definedBy("dev.maxdiff.session")
        .layer("http")
        .definedBy("dev.maxdiff.http")
        .layer("embed")
        .definedBy("dev.maxdiff.embed")
        .layer("cli")
        .definedBy("dev.maxdiff.cli")
        .layer("main")
        .definedBy("dev.maxdiff")
        .whereLayer("domain")
        .mayNotAccessAnyLayer()
        .whereLayer("actors")
        .mayNotAccessAnyLayer()
        .whereLayer("state")
        .mayOnlyAccessLayers("domain")
        .whereLayer("broker")
        .mayOnlyAccessLayers("domain")
        .whereLayer("alpaca")
        .mayOnlyAccessLayers("domain", "broker")
        .whereLayer("paper")
        .mayOnlyAccessLayers("actors", "domain", "broker", "alpaca", "state")
        .whereLayer("execution")
        .mayOnlyAccessLayers("actors", "domain", "broker", "alpaca", "state")
        .whereLayer("watch")
        .mayOnlyAccessLayers("domain", "broker", "alpaca")
        .whereLayer("process")
        .mayOnlyAccessLayers("actors", "domain", "state")
        .whereLayer("supervision")
        .mayOnlyAccessLayers("actors", "domain", "state", "process")
        .whereLayer("control")
        .mayOnlyAccessLayers("domain", "state", "broker", "supervision", "execution", "process")
        .whereLayer("session")
        .mayOnlyAccessLayers("domain", "broker", "control")
        .whereLayer("http")
        .mayOnlyAccessLayers("domain", "broker", "control", "state")
        .whereLayer("cli")
        .mayOnlyAccessLayers("domain", "broker", "control", "http", "state")
        .whereLayer("embed")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void theChildKnowsNeitherAkkaNorLogback() {
    ArchRule rule =
        ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage(OF_THE_CHILD)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "ch.qos..", "org.slf4j..", "scala..");
    rule.check(CLASSES);
  }

  /** Its start costs a watcher as much as all the rest until the first poll. */
  @Test
  void theChildMakesNoObjectMapper() {
    ArchRule rule =
        ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage(OF_THE_CHILD)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectMapper.class);
    rule.check(CLASSES);
  }

  @Test
  void controlShowsNoAkkaType() {
    ArchRule rule =
        ArchRuleDefinition.noClasses()
            .that()
            .resideInAnyPackage("dev.maxdiff.session", "dev.maxdiff.cli")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka.actor..");
    rule.check(CLASSES);
  }

  @Test
  void onlyMainEndsTheJvm() {
    ArchRule rule =
        ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackages("dev.maxdiff", "dev.maxdiff.watch")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .orShould()
            .callMethod(LastStep.class, "end", int.class);
    rule.check(CLASSES);
  }
}
