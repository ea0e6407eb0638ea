import os, pytest
from tests.browser import sign_in, violations, overflow
from tests.make import *
from tests.partners.people import PASSWORD, make_demonstration, make_installation
from goldthread.strategy import files, services
pytestmark = [pytest.mark.django_db(transaction=True)]
@pytest.mark.parametrize("width",[1280,360])
def test_shots(live_server, open_page, width, empty_home):
    make_demonstration()
    draft = make_strategy("Community safety strategy 2029-2032", period=(date(2029,4,1),date(2032,4,1)))
    by=make_manager()
    for n in ("Early help first","",): services.add_thread(draft,name=n,by=by,at=NOW)
    w=draft.workstreams.first(); services.write_statement(draft.threads.get(number=1),w,text="Schools tell us earlier and we answer within five days.",by=by,at=NOW)
    services.add_evidence(draft, services.EvidenceTold(text="Residents at six meetings named knives first.",kind="qualitative",category="concerns",source="Public meetings, autumn 2025",strength="fair",priorities=[draft.priorities.first()]),by=by,at=NOW)
    f=make_finding(); services.cite_finding(draft,f,services.EvidenceTold(text="Violence rose by a tenth.",kind="quantitative",category="assessment",priorities=[draft.priorities.first()]),by=by,at=NOW)
    services.add_linked_plan(draft, services.PlanTold(title="Our City Plan",relation="above",owner="City Council",priorities=[draft.priorities.first()],address="https://example.org/plan"),by=by,at=NOW)
    services.save_version(draft,note="First",by=by,at=NOW)
    services.write_section(draft.sections.get(key="equalities"),text="We looked at who is hurt.\n\n- Young men\n- Women at home",on=TODAY,by=by,at=NOW)
    services.save_version(draft,note="With equalities",by=by,at=NOW)
    public = make_public()
    files.write_files(public,on=TODAY)
    page=open_page(width=width)
    sign_in(page, live_server.url, email="amar@example.org", password=PASSWORD)
    out="/tmp/gt-sc/shots/"
    bad=[]
    for s,paths in ((draft,["","priorities/","priorities/prevent-violence/","workstreams/","workstreams/domestic-abuse/","matrix/","threads/","evidence/","means/","plans/","sections/","sections/equalities/","reading/","versions/","approvals/","requirements/","add-priority/","open-workstream/","add-evidence/","public/"]),(public,["","public/","on-a-page/","approvals/"])):
        for p in paths:
            page.goto(f"{live_server.url}/strategies/{s.key}/{p}")
            name=(("pub-" if s is public else "")+(p.strip("/").replace("/","-") or "overview"))
            page.screenshot(path=f"{out}{width}-{name}.png",full_page=True)
            v=violations(page); o=overflow(page)
            if v or o>0: bad.append((name,v,o))
    page.goto(f"{live_server.url}/strategies/"); page.screenshot(path=f"{out}{width}-list.png",full_page=True)
    import shutil; 
    for k,pth in files.files_in(public, files.folder_of(public, files.reading_of(public,on=TODAY))).items(): shutil.copy(pth, f"/tmp/gt-sc/{k}-{pth.name}")
    assert bad==[], bad
