import CommandLineInterface
import Pruning
import Reporting

/// Local. `prune-mpi effect --before LIST --after LIST`
func effectPage(_ options: EffectOptions) -> String {
  EffectText(before: options.before, after: options.after).page
}
