"""What other answers would change, as the documents say it."""

from dataclasses import replace

from tests.documents.test_examples import EXAMPLES
from tests.documents.test_links import offered
from wizard.documents.blocks import Paragraph
from wizard.documents.offer_blocks import offer_document
from wizard.model.project import Topology
from wizard.persistence.languages import language


def test_an_input_that_leads_to_another_topology_says_so() -> None:
    offer = offered(next(path for path in EXAMPLES if path.stem == "small-company-ha"))
    found = offer.assessment.exploration
    assert found is not None

    def said(more: Topology | None) -> str:
        first = replace(found.sensitivities[0], more_topology=more)
        assessment = replace(
            offer.assessment, exploration=replace(found, sensitivities=(first, *found.sensitivities[1:]))
        )
        blocks = offer_document(replace(offer, assessment=assessment), language("de")).blocks
        return " ".join(block.text for block in blocks if isinstance(block, Paragraph))

    words = "Mehr bei „Arbeitsspeicher pro Gast“ würde zu einer anderen Topologie führen: "
    assert words.split("„")[0] not in said(found.sensitivities[0].more_topology)
    assert "würde zu einer anderen Topologie führen: Hyperkonvergent" in said(Topology.HCI_CEPH)
    assert "anderen Topologie" not in said(None), "with that input there is no design"
