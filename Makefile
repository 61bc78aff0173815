# Everything runs from a fresh clone with Python 3.11 or newer; nothing is installed system-wide.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
POLICY := rules/tobacco-retail
ENGINE := $(BIN)/workflow-engine
PROPOSAL := out/proposal
CASES  := --db sqlite:///out/cases.db --lang zh
OPEN   := $(ENGINE) case open $(POLICY) --customers $(POLICY)/customers.csv $(CASES)
PLAN   := $(ENGINE) plan $(POLICY) $(POLICY)/customers.csv --log $(POLICY)/log.csv --at 2026-11-21 --lang zh
PRINT  := $(ENGINE) print --lang zh
ACT    := $(ENGINE) case do --format line $(CASES)

.PHONY: demo test clean picture

demo: $(READY)
	$(ENGINE) check $(POLICY) --lang zh
	@echo; echo "== 发布之前：测试、覆盖、客户资料、一处改动的影响 =="
	$(ENGINE) test $(POLICY) --lang zh
	$(ENGINE) coverage $(POLICY) --lang zh | sed '/^从未试到/,$$d'
	$(ENGINE) coverage $(POLICY) --fail-under rules=100,rungs=100 --out out/coverage.html --lang zh
	$(ENGINE) check $(POLICY) --customers $(POLICY)/customers.csv --at 2026-11-21 --lang zh | sed -n '/== 客户资料 ==/,$$p'
	@rm -rf $(PROPOSAL)
	$(ENGINE) init $(PROPOSAL) --lang zh
	@sed 's/times: 4 per month/times: 5 per month/' $(PROPOSAL)/visits.yaml > out/edited && mv out/edited $(PROPOSAL)/visits.yaml
	@sed 's/28 <= tier <= 30/27 <= tier <= 30/' $(PROPOSAL)/tags.yaml > out/edited && mv out/edited $(PROPOSAL)/tags.yaml
	@sed 's/net >= 20000/net >= 18000/' $(PROPOSAL)/pyramid.yaml > out/edited && mv out/edited $(PROPOSAL)/pyramid.yaml
	$(ENGINE) diff $(POLICY) $(PROPOSAL) --lang zh
	$(ENGINE) diff $(POLICY) $(PROPOSAL) --customers $(POLICY)/customers.csv --log $(POLICY)/log.csv --at 2026-11-21 --out out/impact.html --lang zh
	@echo; echo "== 服务计划 =="
	$(PLAN) --format html --out out
	$(PLAN) --out out/booklet.pdf
	$(PLAN) --format xlsx --out out/plans.xlsx
	$(PLAN) --format ics --out out/calendars
	@echo; echo "== 大批客户：两张数据表，和一次统计 =="
	$(PLAN) --format parquet --engine polars --out out/tables
	$(ENGINE) count $(POLICY) 'tier >= 20 且 非 churn_risk_4y' $(POLICY)/customers.csv --at 2026-11-21 --lang zh
	@echo; echo "== 服务蓝图：检查、画图、价值流 =="
	$(ENGINE) blueprint check $(POLICY) --lang zh
	$(ENGINE) blueprint draw $(POLICY) --format pdf --size a3 --out out/blueprints --lang zh
	$(ENGINE) blueprint draw $(POLICY) pos_rollout --lang zh --out out/blueprints/pos_rollout.html
	$(ENGINE) blueprint stream $(POLICY) pos_rollout --after --lang zh
	@echo; echo "== 带出门的、挂墙上的、给客户的、教新人的 =="
	$(PRINT) visit-sheet $(POLICY) $(POLICY)/customers.csv --log $(POLICY)/log.csv --at 2026-11-23 --out out/visit-sheets.pdf
	$(PRINT) record-form rules/vip rules/vip/customers.csv --log rules/vip/log.csv --at 2026-11-23 --out out/record-forms.pdf
	$(PRINT) ladder $(POLICY) --size a3 --out out/ladder.pdf
	$(PRINT) promise $(POLICY) --out out/promise-cards.pdf
	$(PRINT) sop $(POLICY) --all --out out/sop.pdf
	$(PRINT) opl $(POLICY) --all --out out/opl.pdf
	$(PRINT) handbook $(POLICY) --out out/handbook.pdf
	@rm -rf out/cases.db* out/cases
	@mkdir -p out/cases
	@echo; echo "== 个案一：没有人处理，逐级升级到总经理 =="
	$(OPEN) --customer LS0002 --failure 送货差错 --by 王芳 --note 少送两条 --at 2026-11-20T16:50
	$(ENGINE) case explain C-000001 承认 $(CASES) --at 2026-11-20T16:50
	$(ENGINE) tick $(CASES) --at 2026-11-23T09:30
	$(ENGINE) tick $(CASES) --at 2026-11-23T09:50
	$(ENGINE) tick $(CASES) --at 2026-11-23T17:30
	$(ENGINE) tick $(CASES) --at 2026-11-24T17:30
	@echo; echo "== 个案二：按时办理，补偿经财务批准 =="
	@$(OPEN) --format line --customer LS0001 --failure payment_error --by 王芳 --note 多扣一笔货款 --at 2026-11-23T09:00
	@$(ACT) C-000002 承认 --by 丁启航 --note 款项安全，正在核对 --at 2026-11-23T09:10
	@$(ACT) C-000002 道歉 --by 丁启航 --at 2026-11-23T09:40
	@$(ACT) C-000002 申请批准 --by 丁启航 --amount 126.50 --at 2026-11-23T09:50
	@$(ACT) C-000002 批准 --by 韩秋实 --at 2026-11-23T10:20
	@$(ACT) C-000002 弥补 --by 丁启航 --amount 126.50 --note 差额已退回 --at 2026-11-23T11:00
	@$(ACT) C-000002 告知结果 --by 丁启航 --at 2026-11-23T11:10
	@echo; echo "== 个案三：投诉客户经理，本人须回避 =="
	@$(OPEN) --format line --customer LS0003 --failure attitude --about 田小曼 --by 王芳 --at 2026-11-24T15:00
	@$(ACT) C-000003 承认 --at 2026-11-24T15:30
	@echo; echo "== 11-25 08:30 的全部个案 =="
	$(ENGINE) case list $(CASES) --at 2026-11-25T08:30
	$(ENGINE) case show C-000001 $(CASES) --at 2026-11-25T08:30
	$(ENGINE) case show C-000002 $(CASES) --at 2026-11-25T08:30
	$(ENGINE) case show C-000003 $(CASES) --at 2026-11-25T08:30
	@echo; echo "== 可打印的补救单 =="
	@for case in C-000001 C-000002 C-000003; do \
		$(ENGINE) print case $$case $(CASES) --at 2026-11-25T08:30 --out out/cases/$$case.pdf || exit 1; \
	done
	@echo; echo "== 打开看看（都在 out 文件夹里）=="
	@echo "out/impact.html         改动影响报告：改了什么、影响哪些客户、为什么、多少时间"
	@echo "out/coverage.html       测试覆盖：政策原文上标出哪些规则试过、哪些没有"
	@echo "out/proposal/           上面比较的那份改动（大客户每月 5 次、27 档起、门槛 18000）"
	@echo "out/booklet.pdf         全部客户的服务计划，一本装订成册（网页版 out/booklet.html）"
	@echo "out/plans/              每位客户一份计划，网页"
	@echo "out/summary.html        汇总：各层级、各人负荷、待补资料"
	@echo "out/plans.xlsx          客户、服务项、任务，三张表，可筛选"
	@echo "out/tables/             两张数据表（客户、服务项），Parquet；manifest.json 写明依据和数量"
	@echo "out/calendars/          每位客户经理一个日历文件，可导入手机"
	@echo "out/visit-sheets.pdf    拜访单：带出门，逐项打勾"
	@echo "out/record-forms.pdf    走访记录表：带出门，当面填"
	@echo "out/promise-cards.pdf   承诺卡：给客户，裁开使用"
	@echo "out/ladder.pdf          升级阶梯海报：挂墙，A3"
	@echo "out/sop.pdf             标准作业程序，每个服务项一份"
	@echo "out/opl.pdf             单点课程：教新人，一页一课"
	@echo "out/handbook.pdf        政策手册：整份政策写成的书"
	@echo "out/blueprints/         服务蓝图，PDF；pos_rollout.html 可以点开看"
	@echo "out/cases/              三个个案的补救单"

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) out dist .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Needs pdftoppm (poppler-utils) on the machine.
picture: $(READY)
	mkdir -p docs/pictures out
	$(ENGINE) plan $(POLICY) $(POLICY)/customers.csv --log $(POLICY)/log.csv \
		--at 2026-11-21 --only LS0275 --out out/plan.pdf --lang zh
	pdftoppm -r 100 -png -f 1 -l 1 -singlefile out/plan.pdf docs/pictures/plan
	$(ENGINE) blueprint draw $(POLICY) complaint_recovery --size a3 --lang zh --out out/blueprint.pdf
	pdftoppm -r 110 -png -f 1 -l 1 -singlefile out/blueprint.pdf docs/pictures/blueprint
	rm -rf $(PROPOSAL) && $(ENGINE) init $(PROPOSAL) --lang zh
	sed 's/net >= 20000/net >= 18000/' $(PROPOSAL)/pyramid.yaml > out/edited && mv out/edited $(PROPOSAL)/pyramid.yaml
	sed 's/times: 4 per month/times: 5 per month/' $(PROPOSAL)/visits.yaml > out/edited && mv out/edited $(PROPOSAL)/visits.yaml
	$(ENGINE) diff $(POLICY) $(PROPOSAL) --customers $(POLICY)/customers.csv --log $(POLICY)/log.csv \
		--at 2026-11-21 --out out/impact.html --lang zh
	$(BIN)/python -c 'import pathlib, plutoprint; book = plutoprint.Book(plutoprint.PAGE_SIZE_A4); \
		book.load_url(pathlib.Path("out/impact.html").resolve().as_uri()); book.write_to_pdf("out/impact.pdf")'
	pdftoppm -r 90 -png -f 1 -l 1 -singlefile out/impact.pdf docs/pictures/impact
