package dev.maxdiff.process.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubreaperTest {

  @BeforeEach
  void requireLinux() {
    assumeTrue(ProcFs.ofThisMachine().exists(), "no /proc here");
    Optional<OperatingSystem> system = LinuxSystem.open(ProcFs.ofThisMachine(), false);
    assumeTrue(system.isPresent(), "this Linux has no pidfd");
    system.orElseThrow().close();
  }

  @Test
  void theJvmAdoptsOrphansUntilTheLastRuntimeEnds() {
    boolean before = Subreaper.isSet();
    OperatingSystem one = LinuxSystem.open(ProcFs.ofThisMachine(), false).orElseThrow();
    OperatingSystem two = LinuxSystem.open(ProcFs.ofThisMachine(), false).orElseThrow();
    assertThat(Subreaper.isSet()).isTrue();

    one.close();
    one.close(); // a second close has no effect
    assertThat(Subreaper.isSet()).isTrue();

    two.close();
    assertThat(Subreaper.isSet()).isEqualTo(before);
  }
}
