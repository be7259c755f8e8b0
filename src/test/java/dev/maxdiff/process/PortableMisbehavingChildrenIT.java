package dev.maxdiff.process;

/** The contract of {@code PortableSystem}. */
class PortableMisbehavingChildrenIT extends MisbehavingChildrenContract {

  @Override
  String spawn() {
    return "portable";
  }
}
